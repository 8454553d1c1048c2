#!/bin/sh
# Deploys one service to Cloud Run under its lock: sh deploy.sh worker us-docker.pkg.dev/my-project/tipoff/worker
# READY_URL may name an address that answers with 2xx when the service is ready.
set -eu
service=$1
image=$2
commit=$(git rev-parse HEAD)

# Building changes nothing for others, so it needs no lock.
gcloud builds submit --tag "$image:$commit" --quiet

# `exec` makes this script end with the exit code of the deploy.
exec tipoff deploy run "$service" ${READY_URL:+--ready "$READY_URL"} -- \
  gcloud run deploy "$service" --image "$image:$commit" \
  --update-labels "commit-sha=$commit" --update-env-vars "BUILD_COMMIT=$commit" --quiet

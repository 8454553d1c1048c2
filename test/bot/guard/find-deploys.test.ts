import { describe, expect, test } from 'vitest';
import { findDeploys, findDeploysInWords } from '#src/bot/guard/find-deploys.ts';
import { mentionsProgram } from '#src/bot/guard/mentions-deploy.ts';

describe('a line that deploys is found, with the service it names', () => {
  test.each([
    ['gcloud run deploy worker --image=gcr.io/p/worker:1', ['worker']],
    ['gcloud run deploy --image gcr.io/p/worker:1 --quiet worker', ['worker']],
    ['gcloud run deploy --region us-west2 --allow-unauthenticated worker', ['worker']],
    ['gcloud beta --project p run --region us-west2 deploy "worker"', ['worker']],
    ['/usr/lib/google-cloud-sdk/bin/gcloud run deploy worker', ['worker']],
    ['gclo\\ud r"un" \'deploy\' worker', ['worker']],
    ['gcloud run \\\n  deploy \\\n  worker', ['worker']],
    ['gcloud run services update worker --memory 2Gi', ['worker']],
    ['gcloud run services update-traffic worker --to-latest', ['worker']],
    ['gcloud run services replace service.yaml', [undefined]],
    ['gcloud builds submit --substitutions=_TAG=1,_SERVICE=worker .', ['worker']],
    ['gcloud builds submit --substitutions _SERVICE_NAME=worker', ['worker']],
    ['gcloud builds submit .', [undefined]],
    ['gcloud run deploy', [undefined]],
    ['gcloud run deploy "$SERVICE"', [undefined]],
    ['CLOUDSDK_CORE_PROJECT=p sudo -u me gcloud run deploy worker', ['worker']],
    ['env A=1 nohup timeout 10m gcloud run deploy worker &', ['worker']],
    ['make build && gcloud run deploy worker || echo failed', ['worker']],
    ['cd app; gcloud run deploy worker', ['worker']],
    ['if true; then gcloud run deploy worker; fi', ['worker']],
    ['for s in a b; do gcloud run deploy $s; done', [undefined]],
    ['f() { gcloud run deploy worker; }; f', ['worker']],
    ['(gcloud run deploy worker) > log 2>&1', ['worker']],
    ['echo $(gcloud run deploy worker)', ['worker']],
    ['echo `gcloud run deploy worker`', ['worker']],
    ['diff <(gcloud run deploy worker) old', ['worker']],
    ["bash -c 'gcloud run deploy worker'", ['worker']],
    ['sh -c "cd app && bash -c \'gcloud run deploy worker\'"', ['worker']],
    ['eval "gcloud run deploy worker"', ['worker']],
    ['ssh host "gcloud run deploy worker"', ['worker']],
    ['bash <<EOF\ngcloud run deploy worker\nEOF', ['worker']],
    ['bash <<< "gcloud run deploy worker"', ['worker']],
    ["echo 'gcloud run deploy worker' | bash", ['worker']],
    ["echo 'gcloud run deploy worker' > >(bash)", ['worker']],
    ["git rebase --exec 'gcloud run deploy worker' main", ['worker']],
    ['echo worker | xargs gcloud run deploy', [undefined]],
    ['G=gcloud; $G run deploy worker', ['worker']],
    ['git push && gcloud run deploy a && gcloud run deploy b', ['a', 'b']],
    ['docker run sdk gcloud run deploy worker', ['worker']],
    ['gcloud run deploy worker -- --help', ['worker']],
    ["echo 'gcloud run deploy worker' > d.sh; bash d.sh", ['worker']],
    ["echo 'gcloud run deploy worker' | tee /tmp/d.sh && sh -e /tmp/d.sh", ['worker']],
    ['cat > d.sh <<EOF\ngcloud run deploy worker\nEOF\nchmod +x d.sh && ./d.sh', ['worker']],
  ])('%s', (line, services) => {
    expect(mentionsProgram(line)).toBe(true);
    expect(findDeploys(line)).toMatchObject({ type: 'deploys', deploys: services.map((service) => ({ service })) });
  });
});

describe('a line without a deploy is allowed', () => {
  test.each([
    'gcloud run services describe worker',
    'gcloud builds list --limit 5',
    'gcloud logging read "resource.type=cloud_run_revision"',
    'gcloud run deploy --help',
    'echo gcloud run deploy worker',
    'echo "gcloud run deploy worker" >> notes.md',
    "grep -rn 'gcloud run deploy' docs | head -5",
    'git commit -m "Tell how gcloud run deploy worker is guarded"',
    'gh pr create --body "gcloud run deploy worker needs the lock"',
    'cat <<EOF > deploy.md\ngcloud run deploy worker\nEOF',
    'ls # gcloud run deploy worker',
    'cat > d.sh <<EOF\ngcloud run deploy worker\nEOF\nchmod +x d.sh && git add d.sh',
    'echo "gcloud run deploy worker" > notes.md; bash test.sh',
    'gcloud run services describe "$SERVICE"; git commit -m "Run gcloud run deploy"',
    'cd deploy && gcloud $FLAGS run services list',
  ])('%s', (line) => {
    expect(findDeploys(line)).toMatchObject({ type: 'deploys', deploys: [] });
  });
});

describe('a line is refused when it has the words of a deploy but cannot be parsed', () => {
  test.each([
    ['gcloud run deploy "worker', 'not a complete shell command'],
    ['bash -c "gcloud run deploy \'worker"', 'not a complete shell command'],
    ['python3 -c \'import os; os.system("gcloud run deploy worker")\'', 'not a complete shell command'],
    ['perl -e "print q[gcloud-run-deploy]"', 'it passes a deploy command to `perl`, which Tipoff cannot analyze'],
    ['if gcloud run deploy worker', 'not a complete shell command'],
    ['f() { gcloud "$@"; }; f run deploy worker', 'only the shell can tell which program or command it runs'],
    ['gcloud $(echo run deploy) worker', 'only the shell can tell which program or command it runs'],
    ['A=gcloud B=run C=deploy; $A $B $C worker', 'only the shell can tell which program or command it runs'],
    [
      "echo 'gcloud-run-deploy' > d.py; ./d.py",
      'it passes a deploy command to a file that it runs, which Tipoff cannot analyze',
    ],
  ])('%s', (line, why) => {
    expect(findDeploys(line)).toEqual({ type: 'unreadable', why: expect.stringContaining(why) });
  });
});

test('a command that is already split into words can be a deploy too', () => {
  expect(findDeploysInWords(['gcloud', 'run', 'deploy', 'worker'])).toMatchObject({ deploys: [{ service: 'worker' }] });
  expect(findDeploysInWords(['bash', '-c', 'gcloud run deploy worker'])).toMatchObject({ deploys: [{}] });
  expect(findDeploysInWords(['gcloud', 'run', 'services', 'list'])).toMatchObject({ deploys: [] });
});

test('the reason for a bypass is read from before the command', () => {
  expect(findDeploys("TIPOFF_WITHOUT_LOCK='the store is down' gcloud run deploy worker")).toMatchObject({
    withoutLock: 'the store is down',
  });
});

test.each(['npm test', 'ls -la', 'git push origin main', 'node deploy.js'])(
  '%s is allowed without parsing it',
  (line) => {
    expect(mentionsProgram(line)).toBe(false);
  },
);

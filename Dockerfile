# One image for the whole fleet; the service is its command: docker run quantum-trader risk_safety

# Only what decides which packages are installed, so that a change of code does not install them again.
FROM node:24-bookworm-slim AS manifests
WORKDIR /all
COPY . .
RUN mkdir /manifests && find . -name package.json -exec cp --parents -t /manifests {} + && cp pnpm-lock.yaml pnpm-workspace.yaml .npmrc /manifests

FROM node:24-bookworm-slim AS build
WORKDIR /build
ENV CI=1
COPY --from=manifests /manifests ./
RUN npm install --global --no-audit --no-fund "pnpm@$(node -p 'require("./package.json").tools.pnpm.version')"
# What the bundles and the console's page are made of.
RUN --mount=type=cache,id=quantum-pnpm,target=/pnpm/store \
    pnpm install --frozen-lockfile --store-dir /pnpm/store --filter-prod "{services/*}..." --filter-prod @quantum/cli
COPY . .
RUN node --disable-warning=ExperimentalWarning packages/cli/src/compose/image-contents.ts /image

FROM node:24-bookworm-slim
ARG QUANTUM_VERSION=0.1.0
LABEL org.opencontainers.image.title="Quantum Trader" org.opencontainers.image.version="$QUANTUM_VERSION" org.opencontainers.image.licenses="MIT"
ENV QUANTUM_VERSION=$QUANTUM_VERSION HOST=0.0.0.0
COPY --from=build /image /app
COPY deploy/image/start deploy/image/healthy deploy/image/keeper deploy/image/forwards /app/
# Where a service keeps a journal of its own; a volume mounted here takes over the owner.
RUN mkdir /data && chown node:node /data
WORKDIR /app
USER node
ENTRYPOINT ["/app/start"]

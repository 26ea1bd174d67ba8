# One image, three stages: install, generate, run. Built where the package registry is reachable; runs without it.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/ensure-client.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
RUN groupadd --system --gid 10001 takar && useradd --system --uid 10001 --gid takar --home /data takar \
    && mkdir -p /data && chown takar:takar /data
WORKDIR /app
COPY --from=build --chown=root:root /app /app
USER takar
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# One container, several processes: TAKAR_PROCESSES=auto (or the number of cores that the container may use: a limit of
# processor time is not seen by `auto`). One role per container: TAKAR_ROLE=web in as many as needed, TAKAR_ROLE=jobs in
# one; both answer /healthz and /readyz. See docs/runbooks/scaling.md.
CMD ["node", "scripts/start.cjs"]

# Two targets: control-plane and node. Both run as an ordinary user and hold production dependencies only. A third,
# certificates, makes those of a development set-up for them.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --engine-strict --ignore-scripts
COPY . .
RUN npm run build

# The volumes are root's when they are new, and the planes run as the user node.
FROM build AS certificates
ENTRYPOINT ["sh", "-c", "npx tsx deploy/tls/make-development-certificates.ts /tls \"$@\" && chown -R node:node /tls", "certificates"]
CMD ["node-1"]

FROM node:24-bookworm-slim AS production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --engine-strict --ignore-scripts --omit=dev --omit=optional

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
RUN install -d -o node -g node -m 0700 /var/lib/gatehouse
USER node

FROM runtime AS control-plane
EXPOSE 4000 4001 4002
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.GATEHOUSE_CONTROL_ADMIN_PORT ?? 4002) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/control-plane/main.js"]

FROM runtime AS node
ENV GATEHOUSE_NODE_STATE_DIR=/var/lib/gatehouse
VOLUME /var/lib/gatehouse
EXPOSE 4100 4101 4102
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.GATEHOUSE_NODE_ADMIN_PORT ?? 4102) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# One thread of V8 beside the one that serves, and small young generations: see docs/configuration.md, "V8".
CMD ["node", "--enable-source-maps", "--v8-pool-size=1", "--max-semi-space-size=4", "dist/data-plane/main.js"]

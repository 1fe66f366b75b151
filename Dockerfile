# One image for every program of a node: which one runs is the command.
FROM node:20-bookworm-slim AS build
WORKDIR /gongshu
COPY . .
# Everything to compile with; then only what the programs need to run, without sources, tests and the tools of a workstation.
RUN npm ci --no-audit --no-fund \
 && npm run build \
 && npm prune --omit=dev --omit=optional --no-audit --no-fund \
 && rm -rf apps/system-tests libs/testing deploy bench docs tools/audit-verify tools/boundary-violations tools/demo tools/launcher tools/local-servers tools/bootstrap.mjs \
 && rm -rf apps/*/src libs/*/src tools/*/src node_modules/.cache \
 && find apps libs tools \( -name '*.spec.js' -o -name '*.map' -o -name '*.d.ts' -o -name '*.tsbuildinfo' \) -not -path '*/node_modules/*' -delete \
 && find node_modules/@gongshu -xtype l -delete

FROM node:20-bookworm-slim
ENV NODE_ENV=production
# The one folder a program may write to, and only if a volume is mounted there: the root file system can be read-only.
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/gongshu
WORKDIR /gongshu
COPY --from=build /gongshu/package.json ./
COPY --from=build /gongshu/node_modules ./node_modules
COPY --from=build /gongshu/libs ./libs
COPY --from=build /gongshu/apps ./apps
COPY --from=build /gongshu/tools ./tools
USER 10001:10001
CMD ["node", "-e", "console.log('Usage: node apps/NAME/dist/main.js          run a service or the gateway\\n       node apps/NAME/dist/main.js migrate  bring the database of a service up to date\\n       node tools/nats-configuration/dist/main.js PARTIES.yaml\\nNAME:  ' + fs.readdirSync('apps').join(', '))"]

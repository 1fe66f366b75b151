#!/usr/bin/env bash
# Prints new secrets for docker-compose.yml as an env file. Keep the output: a database knows its password from its first start.
set -euo pipefail
services=(IDENTITY CATALOGUE SHARING EXCHANGE OPEN_DATA QUALITY_DISPUTE AUDIT FEDERATION LAW)
names=(POSTGRES_PASSWORD FEDERATION_PASSWORD DATA_PLANE_SECRET OPERATOR_SECRET NATS_PASSWORD_GATEWAY "${services[@]/#/NATS_PASSWORD_}" "${services[@]/#/DATABASE_PASSWORD_}")
for name in "${names[@]}"; do
  echo "$name=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
done

#!/usr/bin/env bash
# At the first start of the PostgreSQL container: one role and one database for each service, which no other service may enter.
set -euo pipefail
for service in identity catalogue sharing exchange open-data quality-dispute audit federation law; do
  name="${service^^}"
  variable="DATABASE_PASSWORD_${name//-/_}"
  psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --set=service="$service" --set=password="${!variable:?}" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done

# The app's files, the Python packages, then an image with neither npm nor a compiler in it.

FROM node:20-bookworm-slim AS app
WORKDIR /build/pwa
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY pwa ./
RUN npm run build

FROM python:3.11-slim-bookworm AS server
WORKDIR /srv/daymark
RUN python -m venv /opt/venv
COPY server/requirements.txt server/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r server/requirements.txt
COPY pyproject.toml README.md ./
COPY server server
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && /opt/venv/bin/python -m compileall -q server

FROM python:3.11-slim-bookworm
# The push services' certificates are checked against the system's own list.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/daymark daymark \
    && install -d -o daymark -m 700 /var/lib/daymark
WORKDIR /srv/daymark
COPY --from=server /opt/venv /opt/venv
COPY --from=server /srv/daymark /srv/daymark
COPY --from=app /build/pwa/dist pwa/dist
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 DAYMARK_DATA_DIR=/var/lib/daymark DAYMARK_HOST=0.0.0.0
USER daymark
VOLUME /var/lib/daymark
EXPOSE 8000
HEALTHCHECK --interval=20s --timeout=10s --start-period=30s CMD ["daymark", "health"]
CMD ["daymark", "serve"]

/** One request to our own server. Bodies are JSON; times are ISO strings in UTC. */

/** The server said no, in one sentence for the person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly field?: string,
    /** Milliseconds the server asks us to wait. */
    readonly retryAfter?: number,
    /** A word for programs: `revoked` says that somebody signed this device out. */
    readonly reason?: string,
  ) {
    super(message)
  }
}

/** No answer of our server came through: no network, a time-out, or somebody in between (a hotel's sign-in page, a proxy). */
export class Offline extends Error {
  constructor(
    /** What the one in between answered, if anything. */
    readonly status?: number,
    readonly retryAfter?: number,
  ) {
    super('offline')
  }
}

/** `unchanged`: the server still has what the etag names. */
export type Got<Body> = { unchanged: true } | { unchanged: false; body: Body; etag: string | undefined }

const PATIENCE = 20_000

export async function get<Body>(path: string, etag?: string, headers: Record<string, string> = {}): Promise<Got<Body>> {
  const response = await ask(path, { headers: etag === undefined ? headers : { ...headers, 'If-None-Match': etag } })
  if (response.status === 304) return { unchanged: true }
  return { unchanged: false, body: (await answer(response)) as Body, etag: response.headers.get('ETag') ?? undefined }
}

/** For what was not asked for before, so that there is no etag and always a body. */
export async function getFresh<Body>(path: string, headers: Record<string, string> = {}): Promise<Body> {
  const got = await get<Body>(path, undefined, headers)
  if (got.unchanged) throw new Offline(304)
  return got.body
}

/** The server is told what this phone's clock shows: where that is wrong, it sets right when things were said. */
export async function put<Body>(path: string, body: unknown): Promise<Body> {
  const headers = { 'Content-Type': 'application/json', 'Daymark-Clock': new Date().toISOString() }
  return (await answer(await ask(path, { method: 'PUT', body: JSON.stringify(body), headers }))) as Body
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE) })
  } catch {
    throw new Offline()
  }
}

/** The JSON of a 2xx; everything else is thrown. */
async function answer(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body
  throw refusal(response, body)
}

function refusal(response: Response, body: unknown): ApiError | Offline {
  const wait = retryAfter(response.headers.get('Retry-After'), new Date())
  const { error, field, reason } = (body ?? {}) as { error?: unknown; field?: unknown; reason?: unknown }
  if (typeof error !== 'string') return new Offline(response.status, wait)
  return new ApiError(response.status, error, typeof field === 'string' ? field : undefined, wait, typeof reason === 'string' ? reason : undefined)
}

/** `Retry-After` is seconds or an HTTP date; the wait comes out in milliseconds. */
export function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

/** An alert must not wait for the minute: every few seconds a few bytes tell whether something has happened to one. */
import type { State } from '../data/fetched'
import { next, nothing } from '../data/fetched'
import type { PressingOut } from '../shared/wire'

const TEN_SECONDS = 10_000
const PATH = '/api/pressing'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let known: State<PressingOut> = nothing(PATH)
let asked = 0

/** Calls back soon after an alert came or changed. Returns how to stop; when nobody listens nothing is asked. */
export function onPressing(act: () => void): () => void {
  listeners.add(act)
  if (listeners.size === 1) begin()
  return () => {
    if (listeners.delete(act) && listeners.size === 0) end()
  }
}

function begin(): void {
  timer = setInterval(() => document.visibilityState === 'visible' && navigator.onLine && void ask(), TEN_SECONDS)
  void ask()
}

function end(): void {
  clearInterval(timer)
  asked += 1
  known = nothing(PATH)
}

async function ask(): Promise<void> {
  const mine = (asked += 1)
  const before = known
  const after = await next(PATH, before)
  if (mine !== asked) return
  known = after
  if (isNews(before.body, after.body)) for (const act of [...listeners]) act()
}

/** What came first is what the page has just asked for anyway. */
const isNews = (before: PressingOut | undefined, after: PressingOut | undefined): boolean =>
  before !== undefined && after !== undefined && JSON.stringify(before) !== JSON.stringify(after)

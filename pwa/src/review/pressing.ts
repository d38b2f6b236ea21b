/** An alert must not wait for the minute: every few seconds a few bytes tell whether something has happened to one. */
import type { State } from '../data/fetched'
import { next, nothing } from '../data/fetched'
import type { PressingOut } from '../shared/wire'
import { pressing } from '../ui/pressing'

const TEN_SECONDS = 10_000
/** A little less: a browser that wakes a tab in the back once a minute is not always on time. */
const A_MINUTE = 55_000
const PATH = '/api/pressing'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let known: State<PressingOut> = nothing(PATH)
let asked = 0
let askedAt = 0

const isSeen = (): boolean => document.visibilityState === 'visible'

/** Calls back soon after an alert came or changed, while the page is seen. Returns how to stop; when nobody listens nothing is asked. */
export function onPressing(act: () => void): () => void {
  listeners.add(act)
  if (listeners.size === 1) begin()
  return () => {
    if (listeners.delete(act) && listeners.size === 0) end()
  }
}

function begin(): void {
  timer = setInterval(() => isTime() && void ask(), TEN_SECONDS)
  void ask()
}

/** In a tab that is in the back the count before the title is all that anybody sees of Daymark: it is asked for there too. */
const isTime = (): boolean => navigator.onLine && (isSeen() || Date.now() - askedAt >= A_MINUTE)

function end(): void {
  clearInterval(timer)
  asked += 1
  known = nothing(PATH)
}

async function ask(): Promise<void> {
  const mine = (asked += 1)
  askedAt = Date.now()
  const before = known
  const after = await next(PATH, before)
  if (mine !== asked) return
  known = after
  if (after.body) pressing.value = after.body.urgent
  // Lists in the back wait until somebody is there to read them: each reading of one is a look in the audit.
  if (isSeen() && isNews(before.body, after.body)) for (const act of [...listeners]) act()
}

/** What came first is what the page has just asked for anyway. */
const isNews = (before: PressingOut | undefined, after: PressingOut | undefined): boolean =>
  before !== undefined && after !== undefined && JSON.stringify(before) !== JSON.stringify(after)

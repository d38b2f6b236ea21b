/** What the phone keeps. Every read and write goes through here, so that a lost connection is reopened in one place. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import { openDB } from 'idb'
import type { Said } from '../shared/said'
import type { DeviceIn, Home, Me, RemindersAhead, RemindersSent, Role } from '../shared/wire'
import type { Language } from '../shared/words/language'

/** Something said on this phone that the server has not confirmed yet. */
export interface Item {
  /** UUIDv7 made here: the server's primary key, so that sending twice counts once. */
  id: string
  /** What the server's answer names, where it is another id: a delivery is reported as shown, and as opened. */
  names?: string
  path: string
  body: unknown
  made_at: string
  tries: number
  state: 'waiting' | 'parked'
  /** Why the server refused it, in its own sentence. */
  problem?: string
  /** The same as a word for programs, where it gave one. */
  reason?: string
  /** Somebody should see it soon: until it is sent, pages say that nobody has. */
  worrying?: boolean
  /** The shape of this row; rows of every older version stay readable for ever. */
  version: 1
}

/** A join that was tapped and has not been answered yet. */
export interface Joining {
  /** Of the device: asked for again with the same one, it counts once. */
  id: string
  body: DeviceIn
  /** The person agreed that what somebody else left unsent here goes. */
  drop: boolean
}

export interface Kept {
  home: { body: Home; etag: string | undefined; read_at: string }
  /** Of staff, who have no home. */
  me: Me
  said: Said
  settings: { language?: Language }
  /** Not about a person, so it stays. `left`: this phone was emptied while the server could not be told. */
  start: { phone?: string; left: boolean }
  device: { id: string; role: Role; person: string }
  joining: Joining
  /** Whether the person wants reminders here; `id` names the subscription as the server knows it. */
  reminders: { on: boolean; id?: string }
  lastReminder: { shown_at: string }
  /** The reminders of the next seven days, as the server last told them. */
  ahead: { body: RemindersAhead; read_at: string }
  /** What became of those of the last 14 days. */
  sent: { body: RemindersSent; read_at: string }
  /** When this phone said last that the app is on the screen, and which check-ins were open then. */
  look: { at: string; check_ins: readonly string[] }
  /** Since when this phone shows no reminders, as the server last told. */
  silent: { since: string | null; asked_at: string }
  /** Since when this phone shows no reminders, as the person has read and put away. */
  silentRead: { since: string }
  /** In which zone this phone was when the person chose to keep the clock of theirs. */
  stayed: { zone: string; here: string }
  /** The replies that were seen on this phone; of older ones the answer they were to. */
  repliesSeen: readonly string[]
}

export interface Stores extends DBSchema {
  kept: { key: string; value: Kept[keyof Kept] }
  drafts: { key: string; value: unknown }
  outbox: { key: string; value: Item; indexes: { made_at: string } }
}

type Database = IDBPDatabase<Stores>
type Name = StoreNames<Stores>
export type Writing<Names extends Name[]> = IDBPTransaction<Stores, Names, 'readwrite'>
export type Reading<Names extends Name[]> = IDBPTransaction<Stores, Names, 'readonly'>

/** Migration n leads to version n + 1. An old one is never edited: phones out there have run it. */
const migrations: ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore('kept')
    database.createObjectStore('drafts')
    database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('made_at', 'made_at')
  },
]

let open: Promise<Database> | undefined

function connect(): Promise<Database> {
  const opening: Promise<Database> = openDB<Stores>('daymark', migrations.length, {
    upgrade: (database, from) => migrations.slice(from).forEach((migrate) => migrate(database)),
    // A newer version of the app waits for this connection to close; the next use opens another.
    blocking: (_current, _wanted, event) => {
      forget(opening)
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => forget(opening),
  })
  opening.catch(() => forget(opening))
  return opening
}

/** Only the connection that failed: somebody may have opened another one meanwhile. */
function forget(lost: Promise<Database>): void {
  if (open === lost) open = undefined
}

/** Runs the work on an open database. WebKit loses its connection at times: then once more, on a new one. */
async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const connection = (open ??= connect())
  try {
    return await work(await connection)
  } catch (error) {
    if (!connectionLost(error)) throw error
    forget(connection)
    return work(await (open ??= connect()))
  }
}

/** `transaction()` on a closed connection, a transaction cut off, and WebKit's "Connection to Indexed Database server lost". */
const connectionLost = (error: unknown): boolean =>
  error instanceof DOMException && ['InvalidStateError', 'AbortError', 'UnknownError'].includes(error.name)

/** Reads in one transaction. The work may only await the transaction's own requests. */
export const read = <Names extends Name[], Result>(
  stores: [...Names],
  work: (tx: Reading<Names>) => Promise<Result>,
): Promise<Result> => withDatabase((database) => work(database.transaction(stores, 'readonly') as Reading<Names>))

/**
 * Writes in one transaction and resolves when it is on the disk: only then may a page say "saved".
 * The work may run twice, so it gets ids and times from outside and uses `put`, never `add`.
 */
export const write = <Names extends Name[], Result>(
  stores: [...Names],
  work: (tx: Writing<Names>) => Promise<Result>,
): Promise<Result> =>
  withDatabase(async (database) => {
    const tx = database.transaction(stores, 'readwrite', { durability: 'strict' }) as Writing<Names>
    // Both are awaited together: a failed request rejects `done` too, and nobody else would hear it.
    const [result] = await Promise.all([work(tx).catch(abandon(tx)), tx.done])
    return result
  })

const abandon =
  (tx: { abort(): void }) =>
  (error: unknown): never => {
    try {
      tx.abort()
    } catch {
      // It has already ended with this very error.
    }
    throw error
  }

export const kept = <Key extends keyof Kept>(key: Key): Promise<Kept[Key] | undefined> =>
  read(['kept'], (tx) => tx.objectStore('kept').get(key)) as Promise<Kept[Key] | undefined>

export const keep = <Key extends keyof Kept>(key: Key, value: Kept[Key]): Promise<unknown> =>
  write(['kept'], (tx) => tx.objectStore('kept').put(value, key))

export const unkeep = (key: keyof Kept): Promise<unknown> => write(['kept'], (tx) => tx.objectStore('kept').delete(key))

export const draft = (key: string): Promise<unknown> => read(['drafts'], (tx) => tx.objectStore('drafts').get(key))

/** All of them, by their keys. */
export const drafts = (): Promise<ReadonlyMap<string, unknown>> =>
  read(['drafts'], async (tx) => {
    const box = tx.objectStore('drafts')
    const [keys, all] = await Promise.all([box.getAllKeys(), box.getAll()])
    return new Map(keys.map((key, i) => [key, all[i]]))
  })

export const keepDraft = (key: string, value: unknown): Promise<unknown> =>
  write(['drafts'], (tx) => tx.objectStore('drafts').put(value, key))

/** Makes one draft another, unless there is one already: then nothing changes. Resolves to whether it did. */
export const moveDraft = (from: string, to: string, value: unknown): Promise<boolean> =>
  write(['drafts'], async (tx) => {
    const box = tx.objectStore('drafts')
    if (await box.get(to)) return false
    await Promise.all([box.put(value, to), box.delete(from)])
    return true
  })

/** Removes the drafts with which nobody can go on. */
export const dropDrafts = (isOver: (key: string, draft: unknown) => boolean): Promise<unknown> =>
  write(['drafts'], async (tx) => {
    const box = tx.objectStore('drafts')
    const [keys, drafts] = await Promise.all([box.getAllKeys(), box.getAll()])
    await Promise.all(keys.filter((key, i) => isOver(key, drafts[i])).map((key) => box.delete(key)))
  })

/** Empties every store, unsent items too: the caller has asked the person first. */
export const wipe = (): Promise<unknown> => write(['kept', 'drafts', 'outbox'], clear)

/** The same as part of a larger transaction. */
export const clear = (tx: Writing<['kept', 'drafts', 'outbox']>): Promise<unknown> =>
  Promise.all([tx.objectStore('kept').clear(), tx.objectStore('drafts').clear(), tx.objectStore('outbox').clear()])

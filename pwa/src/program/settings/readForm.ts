/** A form's file, read in the browser. What it says is judged by the server. */

export type ReadForm =
  | { problem: 'notJson' | 'tooLarge' | 'notRead' }
  | { questionnaire: Record<string, unknown>; title: string | undefined }

const LARGEST = 1_000_000

/** Without the byte-order mark that some programs write: it is no part of JSON. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true })

export async function readForm(file: Pick<File, 'size' | 'arrayBuffer'>): Promise<ReadForm> {
  if (file.size > LARGEST) return { problem: 'tooLarge' }
  const bytes = await file.arrayBuffer().catch(() => undefined)
  return bytes === undefined ? { problem: 'notRead' } : parsed(bytes)
}

function parsed(bytes: ArrayBuffer): ReadForm {
  try {
    const questionnaire: unknown = JSON.parse(UTF_8.decode(bytes))
    if (typeof questionnaire !== 'object' || questionnaire === null || Array.isArray(questionnaire)) return { problem: 'notJson' }
    const { title } = questionnaire as { title?: unknown }
    return { questionnaire: { ...questionnaire }, title: typeof title === 'string' ? title : undefined }
  } catch {
    return { problem: 'notJson' }
  }
}

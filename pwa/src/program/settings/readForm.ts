/** A form's file, read in the browser. What it says is judged by the server. */

export type ReadForm =
  | { problem: 'notJson' | 'tooLarge' | 'notRead' }
  | { questionnaire: Record<string, unknown>; title: string | undefined }

const LARGEST = 1_000_000

/** A byte-order mark, as some programs write it, is no part of JSON. */
export async function readForm(file: Pick<File, 'size' | 'text'>): Promise<ReadForm> {
  if (file.size > LARGEST) return { problem: 'tooLarge' }
  const text = await file.text().catch(() => undefined)
  return text === undefined ? { problem: 'notRead' } : parsed(text.replace(/^\uFEFF/, ''))
}

function parsed(text: string): ReadForm {
  try {
    const questionnaire: unknown = JSON.parse(text)
    if (typeof questionnaire !== 'object' || questionnaire === null || Array.isArray(questionnaire)) return { problem: 'notJson' }
    const { title } = questionnaire as { title?: unknown }
    return { questionnaire: { ...questionnaire }, title: typeof title === 'string' ? title : undefined }
  } catch {
    return { problem: 'notJson' }
  }
}

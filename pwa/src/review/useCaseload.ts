import type { CaseloadOut } from '../shared/wire'
import { followed } from './fresh'

/** Everybody in the viewer's care, for the list of them and for the counts beside every page. */
export const useCaseload = followed<CaseloadOut>('/api/caseload')

import { sams } from '../reminders/reminders.fixture'
import { tablet } from '../shared/medication.fixture'
import type { Home, MedicationOut } from '../shared/wire'

export const withTablet = (differs: Partial<MedicationOut> = {}): Home => ({ ...sams, medication: { shared: false, medications: [{ ...tablet, ...differs }] } })

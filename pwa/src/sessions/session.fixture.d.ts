import type { CommitmentOut, OccurrenceOut } from '../shared/wire';
/** Relapse prevention on Thanksgiving, 6:00 to 7:30 pm in Boston, but for what is given. */
export declare const session: (differs?: Partial<OccurrenceOut>) => OccurrenceOut;
/** Four hours at the diner, on Mondays and Thursdays from 5 pm; no times of it are known. */
export declare const work: CommitmentOut;

import type { Home, RemindersAhead } from '../shared/wire';
/** Sam at home in New York, with reminders on, a session on Thursday at six and a check-in at eight. */
export declare const sams: Home;
export declare const ahead: RemindersAhead;

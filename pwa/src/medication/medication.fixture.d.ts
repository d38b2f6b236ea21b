import type { Home, MedicationOut } from '../shared/wire';
/** In New York on Thanksgiving, eight in the morning and in the evening, since the day before. */
export declare const tablet: MedicationOut;
export declare const withTablet: (differs?: Partial<MedicationOut>) => Home;

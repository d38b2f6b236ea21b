export declare const Button = 1;

/** `notification`: what Safari proposes to show for a declarative message, which it gives instead of data. */
export type Push = PushEvent & {
    notification?: Notification | null;
};
export declare function receive(worker: ServiceWorkerGlobalScope, push: Push, now: Date): Promise<void>;
declare function tellPages(worker: ServiceWorkerGlobalScope): Promise<void>;
/** Opens what the notification is about in the open app, or opens the app. */
export declare function openFrom(worker: ServiceWorkerGlobalScope, notification: Notification): Promise<void>;
/** The subscription was replaced: pages compare it with the server on every opening, so telling them is enough. */
export declare const subscriptionChanged: typeof tellPages;
export {};

/** What to show for a push, and where a tap leads. Pure: tested without a worker. */
import type { Language } from '../shared/words/language';
/** What rides along in `Notification.data`. */
export interface Riding {
    navigate: string;
    delivery: string | undefined;
}
export interface Shown {
    title: string;
    options: NotificationOptions & {
        data: Riding;
    };
}
/**
 * `message` is the declarative payload ("web_push": 8030); Safari reads it itself and hands over a `proposed` notification
 * in its place. There is always something to show, because a push that shows nothing costs the subscription on iOS: when
 * both are missing or broken it says only that there is a reminder.
 */
export declare function notificationOf(message: string | undefined, language: Language, proposed?: unknown): Shown;
/** The address a tap opens: one of our own, else the start. `data` is whatever the notification carried. */
export declare function targetOf(data: unknown, origin: string): string;

// The small parts that every screen is made of.
import type { ComponentChildren, JSX } from 'preact';

const paths = {
    check: 'M4 12.5l5 5L20 6.5',
    warning: 'M12 3.5l9.5 17h-19zM12 10v4.5M12 17.2v.3',
    shield: 'M12 3l7.5 3v5.5c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5',
    link: 'M9.5 14.5l5-5M8 12l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 17M16 12l2.5-2.5a3.5 3.5 0 0 0-5-5L11 7',
    cut: 'M8 12l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 17M16 12l2.5-2.5a3.5 3.5 0 0 0-5-5L11 7M4 4l16 16',
    clock: 'M12 7v5.2l3.2 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z',
    send: 'M12 19V5.5M6 11l6-6 6 6',
    scanner: 'M4 8V4.5h3.5M16.5 4.5H20V8M20 16v3.5h-3.5M7.5 19.5H4V16M7.5 8.5v7M10.5 8.5v7M13.5 8.5v7M16.5 8.5v7',
    agent: 'M4 5h16v11H4zM9 20h6M12 16v4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
    return (
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={paths[name]} />
        </svg>
    );
}

interface ButtonProps {
    look?: 'plain' | 'primary' | 'quiet' | 'danger';
    shortcut?: string;
    label?: string;
    pressed?: boolean;
    disabled?: boolean;
    class?: string;
    onPress: () => void;
    children: ComponentChildren;
}

/** `label` is what a screen reader says where the children do not say it; `shortcut` is the key that does the same. */
export function Button(props: ButtonProps): JSX.Element {
    return (
        <button
            type="button"
            class={`button ${props.look ?? 'plain'} ${props.class ?? ''}`}
            disabled={props.disabled ?? false}
            aria-label={props.label}
            aria-pressed={props.pressed}
            aria-keyshortcuts={props.shortcut}
            onClick={props.onPress}
        >
            {props.children}
            {props.shortcut !== undefined && <kbd aria-hidden="true">{props.shortcut}</kbd>}
        </button>
    );
}

interface BadgeProps {
    tone: 'safe' | 'risk' | 'bad' | 'plain';
    icon?: IconName;
    children: ComponentChildren;
}

export function Badge({ tone, icon, children }: BadgeProps) {
    return (
        <span class={`badge ${tone}`}>
            {icon && <Icon name={icon} />}
            <span>{children}</span>
        </span>
    );
}

// The last net: where a view fails, the screen says so, and a person can go on. What failed is in the console.
import type { ComponentChildren } from 'preact';
import { Component } from 'preact';
import { Button } from '../design/parts';
import type { Words } from '../text/language';

interface Props {
    words: Words;
    /** Loads the page again; `anew` without what the till remembers. */
    reload: (anew: boolean) => void;
    children: ComponentChildren;
}

export class Boundary extends Component<Props, { failed: boolean }> {
    override state = { failed: false };

    static override getDerivedStateFromError(): { failed: boolean } {
        return { failed: true };
    }

    override componentDidCatch(caught: unknown): void {
        console.error('screen.failed', caught);
    }

    override render() {
        const { words, reload, children } = this.props;
        if (!this.state.failed) return children;
        return (
            <main class="let-in">
                <h1>{words.t('broken.title')}</h1>
                <p role="alert">{words.t('broken.help')}</p>
                <Button look="primary" onPress={() => reload(false)}>
                    {words.t('broken.again')}
                </Button>
                <Button onPress={() => reload(true)}>{words.t('broken.anew')}</Button>
            </main>
        );
    }
}

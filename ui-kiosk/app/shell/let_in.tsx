// Shown where the agent does not know this browser yet.
import { useState } from 'preact/hooks';
import { Button } from '../design/parts';
import type { Words } from '../text/language';
import type { Act } from '../act';
import type { Desk } from './desk';

export function LetIn({ why, words, act }: { why: Desk['not_let_in']; words: Words; act: Act }) {
    const { t } = words;
    const [code, setCode] = useState('');
    return (
        <main class="let-in">
            <h1>{t('let_in.title')}</h1>
            <p>{t('let_in.help')}</p>
            <form
                onSubmit={event => {
                    event.preventDefault();
                    act.letIn(code);
                }}
            >
                <label for="screen-code">{t('let_in.code')}</label>
                <input
                    id="screen-code"
                    type="text"
                    value={code}
                    autocomplete="one-time-code"
                    autocapitalize="characters"
                    spellcheck={false}
                    maxLength={32}
                    onInput={event => setCode(event.currentTarget.value)}
                />
                <Button look="primary" onPress={() => act.letIn(code)}>
                    {t('let_in.enter')}
                </Button>
            </form>
            <p class="warning" role="alert">
                {why !== null && t(why === 'wrong' ? 'let_in.wrong' : 'problem.unreachable')}
            </p>
        </main>
    );
}

// Where codes are typed, and what the last one has led to. Always the same height: nothing below it moves.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button, Icon } from '../design/parts';
import type { Act } from '../act';
import type { Words } from '../text/language';
import type { Till } from '../till/till';

export const scan_box_id = 'scan';

interface Props {
    till: Till;
    words: Words;
    act: Act;
    placeholder: string;
    /** What stands behind the box. */
    children?: ComponentChildren;
}

export function ScanBox({ till, words, act, placeholder, children }: Props) {
    const { t } = words;
    const [text, setText] = useState('');
    const { notice, returning, sale, waiting } = till;
    const enter = () => {
        if (text.trim() !== '') act.enter(text);
        else if (returning?.phase.at === 'done') act.closeReturn();
        else if (returning === null && sale.phase.at === 'done') act.nextSale();
        setText('');
    };
    return (
        <section class="scan">
            <form
                onSubmit={event => {
                    event.preventDefault();
                    enter();
                }}
            >
                <label class="sr" for={scan_box_id}>
                    {t('scan.label')}
                </label>
                <input
                    id={scan_box_id}
                    type="text"
                    value={text}
                    placeholder={placeholder}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck={false}
                    enterkeyhint="done"
                    maxLength={512}
                    onInput={event => setText(event.currentTarget.value)}
                />
                {returning === null && sale.times > 1 && <span class="times">{t('scan.times', { n: sale.times })}</span>}
                <Button onPress={enter}>{t('scan.enter')}</Button>
                {children}
            </form>
            <p class={`notice ${notice?.tone ?? ''}`} role="status" aria-live="polite" data-testid="notice">
                {notice && (
                    <span key={notice.number}>
                        {notice.tone === 'error' && <Icon name="warning" />}
                        {t(`notice.${notice.code}`, { value: notice.value })}
                    </span>
                )}
                {waiting.length > 0 && <span class="waiting">{t('scan.waiting', { n: waiting.length })}</span>}
            </p>
        </section>
    );
}

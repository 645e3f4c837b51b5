// The ways in which money comes and goes.
import type { TenderKind } from '../../api/types';
import { Button } from '../design/parts';
import type { Words } from '../text/language';

export const tenders: readonly TenderKind[] = ['cash', 'wechat_pay', 'alipay', 'card', 'gift_card', 'other'];

/** The one that a key chooses, after another one. */
export function tenderAfter(tender: TenderKind): TenderKind {
    return tenders[(tenders.indexOf(tender) + 1) % tenders.length] ?? tender;
}

interface Props {
    label: string;
    tender: TenderKind;
    disabled: boolean;
    words: Words;
    onPick: (tender: TenderKind) => void;
}

export function TenderPicker({ label, tender, disabled, words, onPick }: Props) {
    return (
        <div class="tenders" role="group" aria-label={label}>
            {tenders.map(kind => (
                <Button key={kind} pressed={tender === kind} disabled={disabled} onPress={() => onPick(kind)}>
                    {words.t(`tender.${kind}`)}
                </Button>
            ))}
        </div>
    );
}

// What is said of a problem: the agent's own sentence, or this screen's where no answer was heard.
import type { Problem } from '../../api/answer';
import type { TextKey, Words } from '../text/language';
import { texts } from '../text/language';

export function problemText(problem: Problem | null, words: Words): string {
    if (problem === null) return '';
    if (problem.title !== '') return problem.title;
    const key = `problem.${problem.code}`;
    return key in texts.en ? words.t(key as TextKey) : problem.code;
}

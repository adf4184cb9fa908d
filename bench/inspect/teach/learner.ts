import { featureBits } from '../../../policy/inspect/injection/sense/feature.ts';
import { Draw } from '../corpus/draw.ts';
import type { Lesson } from './lesson.ts';

/** Logistic regression by AdaGrad: times through all lessons, first step, and what keeps weights small. */
const epochs = 18;
const step = 0.04;
const decay = 2e-4;
const gradientMin = 1e-3;
/** What errs by less teaches nothing. */
const errorMin = 0.003;
const featureCount = 1 << featureBits;

/** The weight of each feature, and behind them the bias. */
export function learn(lessons: readonly Lesson[]): Float64Array {
  const learner = new Learner();
  const draw = new Draw(64);
  for (let epoch = 0; epoch < epochs; epoch += 1)
    for (const { lesson } of shuffle(lessons, draw)) learner.take(lesson, epoch === 0);
  return learner.weights;
}

class Learner {
  readonly weights = new Float64Array(featureCount + 1);
  readonly #squares = new Float64Array(featureCount + 1).fill(gradientMin);

  /** Of an attack only the passage teaches that is most of an order, once there is any notion of it. */
  take({ isAttack, passages, weight }: Lesson, isFirst: boolean): void {
    if (!isAttack || isFirst) {
      for (const passage of passages) this.#correct(passage, isAttack, weight);
      return;
    }
    const best = passages.toSorted((one, other) => this.#sum(other) - this.#sum(one))[0];
    if (best !== undefined) this.#correct(best, true, weight);
  }

  #correct(passage: readonly number[], isOrder: boolean, weight: number): void {
    const odds = 1 / (1 + Math.exp(-this.#sum(passage)));
    const error = (odds - (isOrder ? 1 : 0)) * weight;
    if (Math.abs(error) < errorMin) return;
    for (const feature of passage) this.#move(feature, error);
    this.#move(featureCount, error);
  }

  #move(feature: number, error: number): void {
    const gradient = error + decay * (this.weights[feature] ?? 0);
    const squares = (this.#squares[feature] ?? 0) + gradient * gradient;
    this.#squares[feature] = squares;
    this.weights[feature] = (this.weights[feature] ?? 0) - (step * gradient) / Math.sqrt(squares);
  }

  #sum(passage: readonly number[]): number {
    let sum = this.weights[featureCount] ?? 0;
    for (const feature of passage) sum += this.weights[feature] ?? 0;
    return sum;
  }
}

function shuffle(
  lessons: readonly Lesson[],
  draw: Draw,
): readonly { readonly lesson: Lesson; readonly key: number }[] {
  return lessons
    .map((lesson) => ({ lesson, key: draw.next() }))
    .toSorted((one, other) => one.key - other.key);
}

/** Carries values from where they are to where they shall be, a step a frame. */
export interface Glide {
  jumpTo(target: Float32Array): void;
  moveTo(target: Float32Array): void;
  isMovingTo(target: Float32Array): boolean;
}

/** Milliseconds that a move takes: long enough to follow a point, short enough not to wait. */
const duration = 260;

/**
 * Makes a glide that shows each step by `show`. A move that comes while another runs starts from
 * where that one is. Who asks for less motion, or does not look, sees jumps.
 */
export function createGlide(show: (values: Float32Array) => void): Glide {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let shown: Float32Array | undefined;
  let target: Float32Array | undefined;
  let frame = 0;
  const jumpTo = (values: Float32Array): void => {
    cancelAnimationFrame(frame);
    target = undefined;
    show((shown = values));
  };
  return {
    jumpTo,
    isMovingTo: (values) => values === target,
    moveTo(values) {
      if (values === target) return; // It is under way, and paints with its next step.
      const from = shown;
      if (still.matches || document.hidden || from?.length !== values.length) return jumpTo(values);
      cancelAnimationFrame(frame);
      target = values;
      const started = performance.now();
      const step = (now: number): void => {
        const share = Math.min(1, Math.max(0, now - started) / duration);
        if (share === 1) return jumpTo(values);
        const eased = share * (2 - share);
        show((shown = values.map((value, i) => from[i] + eased * (value - from[i]))));
        frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    },
  };
}

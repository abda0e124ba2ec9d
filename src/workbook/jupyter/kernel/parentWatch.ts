/** How often the parent is looked for, in milliseconds. */
const period = 1000;

/**
 * Calls `ended` once the process that started this one is gone.
 *
 * @param parent its number, where it is known to be this one's parent; it may be gone already
 */
export function watchParent(ended: () => void, parent = process.ppid): void {
  const timer = setInterval(() => {
    // An orphan gets another parent on Unix; on Windows it keeps the number of a process that no
    // longer exists.
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(timer);
    ended();
  }, period);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

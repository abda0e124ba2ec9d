import { ask, findDifference } from "./answer";
import { doors } from "./doors";
import { kinds } from "./kinds";

/**
 * Prints the table of doors × kinds of matrix in Markdown: "=" the numbers of a DenseMatrix, "≈" a
 * result of its own, "refused" an error.
 */
async function printDoors(): Promise<void> {
  console.log(`| | ${doors.map(({ name }) => name).join(" | ")} |`);
  console.log(`|---|${doors.map(() => "---|").join("")}`);
  const expected = await Promise.all(doors.map((door) => ask(door, kinds[0])));
  for (const kind of kinds) {
    const cells: string[] = [];
    for (const [i, door] of doors.entries()) {
      const [answer, own] = [await ask(door, kind), expected[i]];
      if ("error" in answer) cells.push("refused");
      else if ("error" in own) cells.push("≈");
      else
        cells.push(
          findDifference(answer.result, own.result, door.tolerance ?? 1e-9) === undefined
            ? "="
            : "≈",
        );
    }
    console.log(`| ${kind.name} | ${cells.join(" | ")} |`);
  }
}

void printDoors();

import { isRecord } from "./safetensorsHeader";

/** What the arithmetic needs of `adapter_config.json`. */
export interface PeftConfig {
  readonly r: number;
  readonly loraAlpha: number;
  readonly useRslora: boolean;
  readonly rankPattern: Readonly<Record<string, number>>;
  readonly alphaPattern: Readonly<Record<string, number>>;
  /** All fields as they stand, to be written again. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Fields that change ΔW, or what it is added to, with what they stand for. */
const refused: Readonly<Record<string, string>> = {
  use_dora: "DoRA scales the sum of base and update by column",
  use_qalora: "QA-LoRA pools the inputs before A",
  use_bdlora: "BD-LoRA's factors are block-diagonal",
  layer_replication: "the model repeats layers of its base",
  target_parameters: "parameters of mixture-of-experts layers have factors of another form",
  trainable_token_indices: "rows of the embedding were trained beside the adapter",
  alora_invocation_tokens: "activated LoRA applies the update to a part of the tokens",
  arrow_config: "Arrow mixes several adapters by token",
  kasa_config: "KaSA cuts the base and puts a diagonal between B and A",
  monteclora_config: "MonteCLoRA draws its factors at random",
  megatron_config: "Megatron cuts layers over processes",
};

/**
 * Ways to begin that leave the base as it is; all others train against a base that they changed.
 */
const soundStarts = new Set([
  true,
  false,
  null,
  undefined,
  "gaussian",
  "eva",
  "orthogonal",
  "mica",
]);

/** Fields that leave ΔW alone. */
const neutral = new Set(
  `auto_mapping base_model_name_or_path bias corda_config ensure_weight_tying eva_config
  exclude_modules fan_in_fan_out inference_mode init_lora_weights layers_pattern
  layers_to_transform loftq_config lora_alpha lora_bias lora_dropout lora_ga_config megatron_core
  modules_to_save peft_type peft_version qalora_group_size r rank_pattern alpha_pattern revision
  runtime_config target_modules task_type use_rslora velora_config enable_lora
  tp_layer_overrides`.split(/\s+/),
);

/**
 * Reads `adapter_config.json`.
 *
 * @throws Error that names the field if the adapter is of another kind than LoRA, or a field
 *   changes the arithmetic in a way that is not read
 */
export function parsePeftConfig(text: string, file: string): PeftConfig {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (!isRecord(fields)) throw new Error(`${file} is not an object of settings; fetch it again`);
  checkKind(fields, file);
  for (const [name, value] of Object.entries(fields)) checkField(name, value, file);
  return {
    r: readNumber(fields.r ?? 8, `${file}: r`, true),
    loraAlpha: readNumber(fields.lora_alpha ?? 8, `${file}: lora_alpha`, false),
    useRslora: fields.use_rslora === true,
    rankPattern: readPattern(fields.rank_pattern, `${file}: rank_pattern`, true),
    alphaPattern: readPattern(fields.alpha_pattern, `${file}: alpha_pattern`, false),
    fields,
  };
}

function checkKind({ peft_type: kind }: Record<string, unknown>, file: string): void {
  if (kind === "LORA") return;
  const said = typeof kind === "string" ? kind : JSON.stringify(kind ?? null);
  throw new Error(
    `${file}: peft_type is ${said}; only LORA is a product of two factors that can be read here`,
  );
}

function checkField(name: string, value: unknown, file: string): void {
  if (name === "init_lora_weights") {
    if (soundStarts.has(value as string)) return;
    throw new Error(
      `${file}: init_lora_weights is ${JSON.stringify(value)}, ` +
        "which changed the base weights before the training; " +
        `convert the adapter first: save_pretrained(…, path_initial_model_for_weight_conversion=…)`,
    );
  }
  if (isEmpty(value) || neutral.has(name)) return;
  const reason = Object.hasOwn(refused, name) ? refused[name] : undefined;
  throw new Error(
    reason === undefined
      ? `${file}: ${name} is ${shorten(value)}, ` +
          "a field that is not known here and may change the arithmetic; " +
          "if it does not, remove it from the file"
      : `${file}: ${name} is ${shorten(value)}: ${reason}, which is not read; ` +
          "merge it with PEFT first",
  );
}

const shorten = (value: unknown): string => JSON.stringify(value).slice(0, 60);

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function readNumber(value: unknown, place: string, whole: boolean): number {
  const sound = typeof value === "number" && Number.isFinite(value);
  if (sound && (!whole || (Number.isInteger(value) && value > 0))) return value;
  throw new Error(
    `${place} is ${JSON.stringify(value)}; ` +
      `it must be ${whole ? "a whole number from 1 up" : "a number"}`,
  );
}

function readPattern(value: unknown, place: string, whole: boolean): Record<string, number> {
  if (isEmpty(value ?? null)) return {};
  if (!isRecord(value)) throw new Error(`${place} is no object of names and numbers`);
  for (const [key, one] of Object.entries(value)) readNumber(one, `${place}[${key}]`, whole);
  return value as Record<string, number>;
}

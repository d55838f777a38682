/** One service of the fleet: how and where it runs. Plain data, no logic. */
export interface FleetEntry {
  /** Name on the bus, in logs and metrics. Folder: services/<name with dashes>. Container: quantum_<name>. */
  readonly name: string;
  readonly port: number;
  /** True: reachable from the host (loopback); false: only inside the fleet's network. */
  readonly published: boolean;
  readonly group: "core" | "paper" | "module";
  /** The rollout phase a module belongs to; 0 is the core. */
  readonly phase: 0 | 1 | 2 | 3 | 4 | 5;
  /** Environment variable that turns a module on; null for the core, which is always on. */
  readonly flag: string | null;
  /** Modes this service can be set to; the first is its default. */
  readonly modes: readonly ("OFF" | "OBSERVE" | "ENFORCED" | "HEDGEFUND" | "SAFE" | "DEFENSIVE")[];
  /** Memory limit of its container. */
  readonly memoryMb: number;
  /** Whether it talks to Postgres itself. Everything talks to Redis but the simulator. */
  readonly database: boolean;
  /** Started after these are healthy. */
  readonly after: readonly string[];
}

export const FLEET: readonly FleetEntry[] = [
  {
    name: "exchange_simulator",
    port: 8099,
    published: true,
    group: "paper",
    phase: 0,
    flag: null,
    modes: ["ENFORCED"],
    memoryMb: 300,
    database: false,
    after: [],
  },
  {
    name: "execution",
    port: 8002,
    published: true,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED", "OBSERVE"],
    memoryMb: 200,
    database: true,
    after: ["exchange_simulator"],
  },
  {
    name: "ai_engine",
    port: 8001,
    published: true,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED", "OBSERVE", "OFF"],
    memoryMb: 250,
    database: true,
    after: [],
  },
  {
    name: "portfolio_intelligence",
    port: 8004,
    published: true,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED"],
    memoryMb: 150,
    database: true,
    after: [],
  },
  {
    name: "risk_safety",
    port: 8005,
    published: true,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED"],
    memoryMb: 150,
    database: true,
    after: [],
  },
  {
    name: "trading_bot",
    port: 8003,
    published: true,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED", "OBSERVE", "OFF"],
    memoryMb: 150,
    database: true,
    after: [],
  },
  {
    name: "clm",
    port: 8013,
    published: false,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED", "OBSERVE", "OFF"],
    memoryMb: 200,
    database: true,
    after: [],
  },
  {
    name: "dashboard",
    port: 8080,
    published: true,
    group: "core",
    phase: 0,
    flag: null,
    modes: ["ENFORCED"],
    memoryMb: 150,
    database: true,
    after: [],
  },
];

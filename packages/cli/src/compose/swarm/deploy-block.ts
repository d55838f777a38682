/** How Swarm runs one service. */
export interface DeployChoice {
  readonly memoryMb: number;
  /** How many run: a number, or a setting. */
  readonly replicas: string;
  /** Its disk is on a node with the label quantum.data. */
  readonly keepsData: boolean;
  /**
   * start-first: the new one is healthy, and waits for the lease, before the old one is told to leave; one that cannot start changes nothing. stop-first: two
   * at once would harm (one disk, or a port of the host).
   */
  readonly update: "start-first" | "stop-first";
}

/** A block `deploy:` of a stack. */
export function deployBlock(choice: DeployChoice): string[] {
  const order = `order: ${choice.update}`;
  return [
    "    deploy:",
    "      <<: *deploy",
    `      replicas: ${choice.replicas}`,
    `      resources: { limits: { memory: ${choice.memoryMb}M, pids: 100 } }`,
    `      update_config: { parallelism: 1, ${order}, failure_action: rollback, monitor: 10s, max_failure_ratio: 0 }`,
    `      rollback_config: { parallelism: 1, ${order}, failure_action: pause, monitor: 10s }`,
    ...(choice.keepsData ? ['      placement: { constraints: ["node.labels.quantum.data == true"] }'] : []),
  ];
}

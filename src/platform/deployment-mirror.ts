/** One state of a deploy as a mirror shows it. */
export interface MirroredStatus {
  /** `error`: nobody knows how the deploy ended, or it serves something else. `inactive`: a newer deploy has replaced it. */
  readonly state: 'in_progress' | 'success' | 'failure' | 'error' | 'inactive';
  /** A sentence. The mirror may shorten it. */
  readonly description: string;
  /** The address of a page about the deploy; null if there is none. */
  readonly url: string | null;
}

/** A deploy as a mirror shows it. */
export interface MirroredDeploy {
  readonly deployId: string;
  readonly service: string;
  /** 7 to 40 hexadecimal digits. */
  readonly commit: string;
  /** A sentence. The mirror may shorten it. */
  readonly description: string;
  /** All states of the deploy so far, oldest first. Each state occurs once. */
  readonly statuses: readonly MirroredStatus[];
}

export type MirrorAnswer =
  | { readonly type: 'shown' }
  /**
   * `why` is a sentence for people, with what to do. `every-deploy`: the mirror cannot show any deploy now, so it is
   * useless to ask for another one.
   */
  | { readonly type: 'not-shown'; readonly why: string; readonly of: 'this-deploy' | 'every-deploy' };

/** A place outside Tipoff that also shows the deploys, such as the deployments of a repository on GitHub. */
export interface DeploymentMirror {
  /** The name of the mirror for people, such as `GitHub`. */
  readonly name: string;
  /**
   * Makes the mirror show a deploy with its statuses. A repeated call changes nothing, also after a call that was killed
   * at any point. Only one process at a time may call it. It always resolves.
   */
  show(deploy: MirroredDeploy): Promise<MirrorAnswer>;
}

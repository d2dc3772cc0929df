package dev.iris.enrollment.remote;

/**
 * Something went wrong with a host. Its message is for people and holds neither secrets nor anything that the host said.
 */
public final class RemoteException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient RemoteFault fault;
  private final transient Endpoint where;

  /**
   * A fault of a host.
   *
   * @param where the host, which may be the jump host
   */
  public RemoteException(RemoteFault fault, Endpoint where) {
    super(where + ": " + fault.message());
    this.fault = fault;
    this.where = where;
  }

  /** What went wrong. */
  public RemoteFault fault() {
    return fault;
  }

  /** Where: at the target, or at the jump host. */
  public Endpoint where() {
    return where;
  }

  /** The stable code of the fault. */
  public String code() {
    return fault.code();
  }

  /** What to do about it. */
  public String remedy() {
    return fault.remedy();
  }
}

import Glibc

/// Starts a program beside the tests, with an empty standard input; what it writes is added to the file `log`.
///
/// - Parameters:
///   - command: The path of the program, and its arguments.
///   - environment: The whole of it: nothing is inherited.
///   - terminal: The path of a terminal that is to be the program's: its standard input, and what tells it Ctrl-C and the end.
func spawn(
    _ command: [String], environment: [String: String], log: String, terminal: String? = nil
) throws(TestFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(
        &actions, STDIN_FILENO, terminal ?? "/dev/null", terminal == nil ? O_RDONLY : O_RDWR, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    // A socket that another test listens on, or a pipe that it reads to the end, would stay open for as long as the program lives.
    guard let closeFrom, closeFrom(&actions, STDERR_FILENO + 1) == 0 else {
        throw TestFailure(
            "the files of the tests can't be kept from \(command.joined(separator: " "))")
    }

    // The threads that run tests have signals blocked and ignored, which a child would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // Who begins a session has no terminal; the first one that it opens becomes its own. `POSIX_SPAWN_SETSID` is not imported.
    let session: Int32 = terminal == nil ? 0 : 0x80
    posix_spawnattr_setflags(
        &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | session))

    var argv = command.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let error = posix_spawn(&pid, command[0], &actions, &attributes, &argv, &envp)
    guard error == 0 else {
        throw TestFailure(
            "\(command.joined(separator: " ")): \(String(cString: strerror(error)))")
    }
    return pid
}

/// `posix_spawn_file_actions_addclosefrom_np`, which glibc has and Swift doesn't see: all files, of which a run of tests has thousands.
private let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
    unsafeBitCast(
        $0, to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt).self)
}

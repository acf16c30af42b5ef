import Glibc
import NIOCore

/// How many cores this process may run on, as Linux tells it in `Cpus_allowed`, a mask in hexadecimal; all of the machine's
/// where it doesn't.
func availableCores() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return System.coreCount }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard text.hasPrefix("Cpus_allowed:") else { continue }
        let allowed = text.dropFirst(13).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        return max(1, min(allowed, System.coreCount))
    }
    return System.coreCount
}

import Foundation

/// Where things are, seen from a test.
enum ProgramFolder {
    /// The root of the package: the manifest and its templates lie there.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The programs lie beside the one that runs the tests.
    static let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    static let clients = package.appendingPathComponent("Tests/Clients")
    static let environments = package.appendingPathComponent(".build/clients")
}

import Foundation
import Support
import Testing

/// `make run` again is what people do all day. The build tool, which takes seconds to find nothing to do, is played by a
/// script that writes down that it was called.
@Suite("scripts/build")
final class BuildScriptTests {
    private let place: TemporaryFolder
    private var folder: URL { place.url }

    init() throws {
        place = try TemporaryFolder()
        let files = FileManager.default
        for name in ["scripts", "Sources/One"] {
            try files.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        try files.copyItem(
            at: Installation.package.appendingPathComponent("scripts/build"),
            to: folder.appendingPathComponent("scripts/build"))
        for name in ["Package.swift", "Package.resolved", "Makefile", "Sources/One/a.swift", "routes.yaml"] {
            try Data().write(to: folder.appendingPathComponent(name))
        }
        try script("scripts/install-packages", "")
        try script("scripts/release-flags", "")
        try script(
            "tool",
            """
            echo called
            [ ! -e broken ] || exit 3
            mkdir -p .build/$1 && for name in one two; do echo >.build/$1/$name; chmod +x .build/$1/$name; done
            """)
    }

    @Test("what is built is not built again, without a word; each configuration and program for itself")
    func once() async throws {
        #expect(try await build() == "called\n")
        #expect(try await build() == "")
        #expect(try await build("debug two") == "called\n")
        #expect(try await build("debug one two") == "")
        #expect(try await build("release one") == "called\n")
        #expect(try await build("release one") == "")
    }

    @Test(
        "whatever goes into a program is a reason to build it, and to do so once",
        arguments: [
            "echo >>Sources/One/a.swift", "echo >Sources/One/b.swift", "rm Sources/One/a.swift",
            "mv Sources/One/a.swift Sources/One/c.swift", "touch Package.swift", "touch Package.resolved",
            // What was copied with its old time.
            "touch -d 2020-01-01 Sources/One/a.swift", "touch Makefile", "touch scripts/release-flags",
            "rm -r .build",
            "rm .build/debug/one",
        ])
    func changed(change: String) async throws {
        _ = try await build()
        _ = try await shell(change)
        #expect(try await build() == "called\n")
        #expect(try await build() == "")
    }

    @Test("what a program reads when it runs is no reason to build it")
    func manifest() async throws {
        _ = try await build()
        _ = try await shell("echo >>routes.yaml; mkdir -p Tests; echo >Tests/a.swift")
        #expect(try await build() == "")
    }

    @Test("but where it goes into the program besides, and that is said, it is")
    func handedOut() async throws {
        let words = "--with routes.yaml --with Tests debug one"
        _ = try await shell("mkdir Tests")
        #expect(try await build(words) == "called\n")
        for change in ["echo >>routes.yaml", "echo >Tests/a.swift", "rm Tests/a.swift"] {
            _ = try await shell(change)
            #expect(try await build() == "")
            #expect(try await build(words) == "called\n")
            #expect(try await build(words) == "")
        }
    }

    @Test("a build that failed is tried again, and fails again")
    func failure() async throws {
        _ = try await build()
        _ = try await shell("touch broken Package.swift")
        #expect(try await build() == "called\nstatus 3\n")
        #expect(try await build() == "called\nstatus 3\n")
        _ = try await shell("rm broken")
        #expect(try await build() == "called\n")
        #expect(try await build() == "")
        #expect(try await shell("ls .build") == "debug\n", "and leaves nothing behind")
    }

    @Test("a source that changes while it is built is built again")
    func meanwhile() async throws {
        try script("tool", "mkdir -p .build/$1 && cp /bin/true .build/$1/one; echo >>Sources/One/a.swift")
        _ = try await build()
        try script("tool", "echo called")
        #expect(try await build() == "called\n")
    }

    @Test("a build of everything counts, and is never left out")
    func always() async throws {
        #expect(try await build("--always debug one two") == "called\n")
        #expect(try await build("debug one") == "")
        #expect(try await build("--always debug one two") == "called\n")
    }

    private func build(_ words: String = "debug one") async throws -> String {
        let configuration = words.contains("release") ? "release" : "debug"
        return try await shell(
            "scripts/build \(words) -- ./tool \(configuration) || echo status $?")
    }

    private func script(_ name: String, _ text: String) throws {
        let file = folder.appendingPathComponent(name)
        try Data("#!/bin/bash\n\(text)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    private func shell(_ text: String) async throws -> String {
        let process = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", text], environment: ["PATH": "/usr/bin:/bin"],
            in: folder)
        try await process.ended()
        return process.output
    }
}

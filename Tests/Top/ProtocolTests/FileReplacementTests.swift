import Foundation
import Support
import Testing

@testable import AuthorizationServer

@Suite("a file that is written anew")
struct FileReplacementTests {
    private let place: TemporaryFolder
    private let file: URL

    init() throws {
        place = try TemporaryFolder()
        file = place.url.appendingPathComponent("routes.yaml")
        try Data("old".utf8).write(to: file)
    }

    private func text() throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.path)
    }

    @Test("holds the new text, and nothing stands beside it")
    func written() throws {
        try FileReplacement.write(Array("new".utf8), over: Array("old".utf8), at: file.path)
        #expect(try text() == "new" && names() == ["routes.yaml"])
    }

    @Test("is left alone where somebody else has written it since it was read")
    func changedMeanwhile() throws {
        #expect {
            try FileReplacement.write(Array("new".utf8), over: Array("older".utf8), at: file.path)
        } throws: { error in
            if case FileReplacement.Failure.changedMeanwhile = error { true } else { false }
        }
        #expect(try text() == "old" && names() == ["routes.yaml"])
    }

    @Test("is no folder, and is there")
    func others() throws {
        #expect(throws: FileReplacement.Failure.self) {
            try FileReplacement.write([], over: [], at: place.path)
        }
        #expect(throws: FileReplacement.Failure.self) {
            try FileReplacement.write([], over: [], at: place.path + "/other")
        }
        #expect(try names() == ["routes.yaml"])
    }
}

package import JSON
package import RouteManifest

/// What an operator may ask of the timeline of a running server.
package struct FlowQuestion: Sendable {
    private var request: JSONObject

    /// All flows, or those of some clients.
    ///
    /// - Parameter client: A part of the client's id or of its name.
    package init(client: String?, asJSON isJSON: Bool) {
        request = JSONObject(["client": client.map { .string($0) }, "json": .bool(isJSON)])
    }

    /// One flow, hop by hop.
    package init(flow: String, asJSON isJSON: Bool) {
        request = JSONObject(["flow": .string(flow), "json": .bool(isJSON)])
    }

    package func ask(_ manifest: Manifest, file: ManifestFile) throws(RunningServer.Failure) -> JSONObject {
        try RunningServer.ask(FlowsAnswer.name, request, manifest, file: file)
    }

    /// The same, of what changes from here on: the answer waits for it, a while at most.
    package func after(_ answer: JSONObject) -> FlowQuestion {
        var question = self
        question.request["after"] = answer["sequence"]
        return question
    }
}

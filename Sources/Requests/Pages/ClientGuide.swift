/// How one client is connected: what to paste, and where.
package struct ClientGuide: Sendable, Equatable {
    package struct Step: Sendable, Equatable {
        /// Where the text goes, or what it does.
        package let place: String
        /// To be copied as it stands.
        package let text: String

        package init(_ place: String, _ text: String) {
            self.place = place
            self.text = text
        }
    }

    package let client: String
    package let steps: [Step]
    /// What follows, or has to be known: sentences.
    package let remark: String?

    package init(_ client: String, _ steps: [Step], remark: String? = nil) {
        self.client = client
        self.steps = steps
        self.remark = remark
    }

    static let fields: [PageField<ClientGuide>] = [
        .text("client", "What the client is called.") { $0.client },
        .list("steps", "What is done, one after the other or one instead of the other.", of: stepFields) {
            $0.steps
        },
        .optionalText("remark", "What follows, or has to be known; sentences.") { $0.remark },
    ]

    private static let stepFields: [PageField<Step>] = [
        .text("step_place", "Where the text goes, or what it does.") { $0.place },
        .exact("step_text", "What is pasted, to the letter.") { $0.text },
    ]
}

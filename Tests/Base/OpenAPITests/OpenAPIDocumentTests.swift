import JSON
import OpenAPI
import Testing
import WireText

@Suite("an OpenAPI document")
struct OpenAPIDocumentTests {
    private static func document(_ operations: [(String, String, Operation)]) -> JSONValue {
        var document = OpenAPIDocument(
            title: "Example", words: "An example.", version: "1.2.3", server: "https://as.example")
        for (method, path, operation) in operations { document.add(operation, method, at: path) }
        return document.json
    }

    private static func operation(_ answers: [Int: Response]) -> Operation {
        Operation("Ask", responses: answers)
    }

    @Test("says what it is, of whom, and where; without operations there are no paths and no components")
    func frame() {
        #expect(
            Self.document([]) == [
                "openapi": "3.1.1",
                "info": ["title": "Example", "description": "An example.", "version": "1.2.3"],
                "servers": [["url": "https://as.example"]], "paths": [:],
            ])
    }

    @Test("operations of one path stand together, in the order in which paths came")
    func paths() {
        let one = Self.operation([200: Response("Yes.")])
        let document = Self.document([("GET", "/b", one), ("GET", "/a", one), ("POST", "/b", one)])
        #expect(document["paths"]?.object?.members.map(\.name) == ["/b", "/a"])
        #expect(document["paths"]?["/b"]?.object?.members.map(\.name) == ["get", "post"])
    }

    @Test("what operations share stands in each of them, unless it says something else of that status itself")
    func sharing() {
        let shared = SharedResponses([400: Response("No.").called("No"), 503: Response("Later.")])
        var one = Self.operation([200: Response("Yes.")])
        var two = Self.operation([200: Response("Yes."), 400: Response("Never.")])
        one.shared = shared
        two.shared = shared
        let document = Self.document([("GET", "/a", one), ("GET", "/b", two)])
        let later: JSONValue = ["description": "Later."]
        #expect(
            document["paths"]?["/a"]?["get"]?["responses"]
                == [
                    "200": ["description": "Yes."], "400": ["$ref": "#/components/responses/No"],
                    "503": later,
                ])
        #expect(
            document["paths"]?["/b"]?["get"]?["responses"]
                == ["200": ["description": "Yes."], "400": ["description": "Never."], "503": later])
        #expect(document["components"] == ["responses": ["No": ["description": "No."]]])
    }

    @Test("what has a name is said once, and referred to from then on")
    func naming() {
        let text = Schema.object([.required("word", .string("A word.", pattern: "^[a-z]+$"))]).called("Word")
        let answer = Response("Yes.", content: [("application/json", text)]).called("Yes")
        let document = Self.document([
            ("GET", "/a", Self.operation([200: answer])),
            (
                "GET", "/b",
                Self.operation([200: answer, 400: Response("No.", content: [("text/plain", text)])])
            ),
        ])
        let reference: JSONValue = ["$ref": "#/components/responses/Yes"]
        #expect(document["paths"]?["/a"]?["get"]?["responses"]?["200"] == reference)
        #expect(document["paths"]?["/b"]?["get"]?["responses"]?["200"] == reference)
        let schema: JSONValue = ["$ref": "#/components/schemas/Word"]
        #expect(
            document["components"] == [
                "schemas": [
                    "Word": [
                        "type": "object", "required": ["word"],
                        "properties": [
                            "word": ["type": "string", "description": "A word.", "pattern": "^[a-z]+$"]
                        ],
                    ]
                ],
                "responses": [
                    "Yes": ["description": "Yes.", "content": ["application/json": ["schema": schema]]]
                ],
            ])
    }

    @Test("a name that something else has is nobody else's: that is said where it is used")
    func takenName() {
        let document = Self.document([
            ("GET", "/a", Self.operation([200: Response("One.").called("Answer")])),
            ("GET", "/b", Self.operation([200: Response("Two.").called("Answer")])),
        ])
        #expect(document["components"]?["responses"]?["Answer"]?["description"] == "One.")
        #expect(
            document["paths"]?["/b"]?["get"]?["responses"]?["200"] == ["description": "Two."])
    }

    @Test("ways to prove who one is are alternatives; one that shows nothing is one of them")
    func security() {
        var operation = Self.operation([200: Response("Yes.")])
        operation.security = [[.basic("client", "A client.")], []]
        let document = Self.document([("POST", "/a", operation)])
        #expect(document["paths"]?["/a"]?["post"]?["security"] == [["client": []], [:]])
        #expect(
            document["components"]?["securitySchemes"]
                == ["client": ["type": "http", "scheme": "basic", "description": "A client."]])
    }

    @Test("one of several is a choice, one of one is that, and one of none is anything")
    func choice() {
        let (text, count) = (Schema.string(), Schema.integer())
        let cases: [([Schema], JSONValue)] = [
            ([], [:]), ([text], ["type": "string"]),
            ([text, count], ["oneOf": [["type": "string"], ["type": "integer"]]]),
        ]
        for (schemas, expected) in cases {
            var operation = Self.operation([200: Response("Yes.")])
            operation.body = .form(.one(of: schemas))
            let body = Self.document([("POST", "/a", operation)])["paths"]?["/a"]?["post"]?["requestBody"]
            #expect(body?["content"]?["application/x-www-form-urlencoded"]?["schema"] == expected)
        }
    }

    @Test("the shape of a value has each of its members, of its kind")
    func shape() {
        let operation = Self.operation([
            200: Response(
                "Yes.",
                content: [
                    (
                        "application/json",
                        .shape(of: [
                            "text": "a", "count": 1, "is": true, "list": ["b"], "none": [], "nil": .null,
                        ])
                    )
                ])
        ])
        let schema = Self.document([("GET", "/a", operation)])["paths"]?["/a"]?["get"]?["responses"]?["200"]?[
            "content"]?["application/json"]?["schema"]
        #expect(
            schema == [
                "type": "object", "required": ["text", "count", "is", "list", "none", "nil"],
                "properties": [
                    "text": ["type": "string"], "count": ["type": "integer"], "is": ["type": "boolean"],
                    "list": ["type": "array", "items": ["type": "string"]],
                    "none": ["type": "array", "items": [:]], "nil": ["type": "null"],
                ],
            ])
    }
}

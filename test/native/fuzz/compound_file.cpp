// Any bytes as a compound file: checked as OLE's engine needs it, read, and written again.
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "fuzz/expect.h"
#include "storage/compound_file/check.h"
#include "storage/compound_file/error.h"
#include "storage/compound_file/node.h"
#include "storage/compound_file/writer.h"

namespace mapi_msg::compound_file {
namespace {

class VectorSink final : public ByteSink {
  public:
    void Write(std::span<const std::uint8_t> bytes) override {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    std::span<const std::uint8_t> Bytes() const { return bytes_; }

  private:
    std::vector<std::uint8_t> bytes_;
};

using fuzz::Expect;

std::shared_ptr<Node> Open(std::span<const std::uint8_t> bytes) {
    return Node::RootOf(std::make_shared<Reader>(std::make_shared<SpanSource>(bytes)));
}

std::vector<std::uint8_t> ReadAll(Node& stream) {
    const Content& content = stream.GetContent();
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(stream.Size()));
    Expect(content.Read(0, bytes) == bytes.size());
    return bytes;
}

// Reads all that can be read, and removes the rest. Gives how many bytes there are.
std::uint64_t Repair(Node& storage) {
    std::uint64_t total = 0;
    std::vector<Name> broken;
    for (const auto& [key, child] : storage.GetChildren()) {
        try {
            total += child->Type() == NodeType::Stream ? ReadAll(*child).size() : Repair(*child);
        } catch (const Error&) {
            broken.emplace_back(child->Name());
        }
    }
    for (const Name& name : broken) storage.Remove(name.View());
    return total;
}

void ExpectSame(Node& left, Node& right) {
    Expect(left.Type() == right.Type());
    if (left.Type() == NodeType::Stream) {
        Expect(ReadAll(left) == ReadAll(right));
        return;
    }
    Expect(left.GetChildren().size() == right.GetChildren().size());
    for (const auto& [key, child] : left.GetChildren()) {
        const auto other = right.Find(child->Name());
        Expect(other != nullptr);
        ExpectSame(*child, *other);
    }
}

// Null if not even the root storage can be read.
std::shared_ptr<Node> Read(std::span<const std::uint8_t> bytes) {
    try {
        auto root = Node::BeginTransaction(Open(bytes));
        // No sector is read for two streams.
        Expect(Repair(*root) <= bytes.size());
        return root;
    } catch (const Error&) {
        return nullptr;
    }
}

// What could be read can be written. Throws nothing.
void Rewrite(std::span<const std::uint8_t> bytes) {
    const auto root = Read(bytes);
    if (!root) return;
    VectorSink sink;
    WriteCompoundFile(*root, bytes.size() % 2 == 0 ? Version::V3 : Version::V4, sink);
    CheckCompoundFile(std::make_shared<SpanSource>(sink.Bytes()));
    const auto written = Open(sink.Bytes());
    ExpectSame(*root, *written);
    root->Rebase(written);
    ExpectSame(*root, *written);
}

}  // namespace
}  // namespace mapi_msg::compound_file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mapi_msg::compound_file;
    const std::span<const std::uint8_t> bytes(data, size);
    try {
        CheckCompoundFile(std::make_shared<SpanSource>(bytes));
    } catch (const Error&) {
        // Others can be read as far as they are good.
    }
    Rewrite(bytes);
    return 0;
}

// Storages and streams as a tree, in which changes can be kept back until they are committed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "storage/compound_file/content.h"
#include "storage/compound_file/directory.h"
#include "storage/compound_file/name_order.h"
#include "storage/compound_file/reader.h"

namespace mapi_msg::compound_file {

// What else an element of a storage has. Times are those of Windows: 100 ns since 1601.
struct Attributes {
    ClassId classId = {};
    std::uint32_t stateBits = 0;
    std::uint64_t creationTime = 0;
    std::uint64_t modificationTime = 0;
};

enum class NodeType { Storage, Stream };

// A storage or stream: of a file, new, or of a transaction. One of a transaction has a base, another node,
// that it reads through until it is changed; Publish() hands the changes to the base. What a storage holds is
// read when it is asked for. To be used, with all of its tree and of its bases, by one thread at a time.
// Members throw Error.
class Node : public std::enable_shared_from_this<Node> {
    struct Private {};

  public:
    // By their upper-case names.
    using Children = std::map<compound_file::Name, std::shared_ptr<Node>, UpperNameLess>;

    static std::shared_ptr<Node> RootOf(std::shared_ptr<Reader> reader);
    static std::shared_ptr<Node> NewRoot();
    static std::shared_ptr<Node> BeginTransaction(std::shared_ptr<Node> base);

    Node(Private, NodeType type, const compound_file::Name& name, const Attributes& attributes)
        : type_(type), name_(name), attributes_(attributes) {}

    NodeType Type() const { return type_; }
    std::u16string_view Name() const { return name_.View(); }
    const Attributes& GetAttributes() const { return attributes_; }
    void SetAttributes(const Attributes& attributes) { attributes_ = attributes; }
    // Whether it was removed, or the transaction ended that it was made in.
    bool IsGone() const;
    // Whether it is the storage itself or something in it, in its transaction or one of those begun in there.
    bool IsWithin(const Node& storage) const;

    // Of a stream.
    std::uint64_t Size() const;
    const Content& GetContent() { return *SharedContent(); }
    Content& WritableContent();

    // Of a storage.
    const Children& GetChildren();
    // The same as the file has it, in the order of names. Null where it may have been changed since.
    const std::vector<Entry>* Listing();
    // All of the stream at this place of the listing, into a target of its size. Costs less than to open it.
    void ReadMember(std::size_t index, std::span<std::uint8_t> target);
    // Null if there is none of the name.
    std::shared_ptr<Node> Find(std::u16string_view name);
    // There must be none of the name, which has at most kLongestName units.
    std::shared_ptr<Node> Add(std::u16string_view name, NodeType type, const Attributes& attributes);
    void Remove(std::u16string_view name);
    void Rename(std::u16string_view from, std::u16string_view to);

    // Of the storage that a transaction began with.
    void Publish();
    void Revert();
    // Reads through another tree from now on, which holds the same as this one: changes are kept there by
    // now.
    void Rebase(std::shared_ptr<Node> base);

  private:
    static std::shared_ptr<Node> Of(const Entry& entry, const std::shared_ptr<Reader>& reader);
    std::shared_ptr<Node> Adopt(std::shared_ptr<Node> child);
    const std::shared_ptr<Node>& OpenMember(std::size_t index);
    void LoadListing();
    std::shared_ptr<Content> SharedContent();
    void LoadChildren();

    NodeType type_;
    compound_file::Name name_;
    Attributes attributes_;
    std::weak_ptr<Node> parent_;
    bool hasParent_ = false;
    std::uint32_t depth_ = 0;
    bool removed_ = false;

    // Where it comes from: from a file, from another node, or (a new one) from nowhere.
    std::shared_ptr<Reader> reader_;
    std::uint32_t firstChild_ = kNoEntry;
    std::uint32_t start_ = kEndOfChain;
    std::uint64_t size_ = 0;
    bool isClaimed_ = false;
    std::shared_ptr<Node> base_;
    // What a storage's file says that it holds.
    struct Member {
        // Whether its sectors were read as those of this stream.
        bool isClaimed = false;
        // Null until it is opened.
        std::shared_ptr<Node> node;
    };
    bool isListed_ = false;
    std::vector<Entry> listing_;
    std::vector<Member> members_;

    bool loaded_ = false;
    Children children_;
    std::shared_ptr<Content> content_;
};

}  // namespace mapi_msg::compound_file

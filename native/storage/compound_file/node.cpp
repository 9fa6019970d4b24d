#include "storage/compound_file/node.h"

#include <algorithm>
#include <set>
#include <utility>

#include "storage/compound_file/error.h"

namespace mapi_msg::compound_file {
namespace {

// Deeper ones are not a message's but an attack: work on trees here is recursive.
constexpr std::uint32_t kDeepestStorage = 1000;

Name KeyOf(std::u16string_view name) { return Name(name).ToUpper(); }

}  // namespace

std::shared_ptr<Node> Node::Of(const Entry& entry, const std::shared_ptr<Reader>& reader) {
    const Attributes attributes = {entry.classId, entry.stateBits, entry.creationTime,
                                   entry.modificationTime};
    const NodeType type = entry.type == EntryType::Stream ? NodeType::Stream : NodeType::Storage;
    auto node = std::make_shared<Node>(Private(), type, entry.name, attributes);
    node->reader_ = reader;
    node->firstChild_ = entry.child;
    node->start_ = entry.isTooLarge ? kEndOfChain : entry.start;
    node->size_ = entry.size;
    return node;
}

std::shared_ptr<Node> Node::RootOf(std::shared_ptr<Reader> reader) { return Of(reader->Root(), reader); }

std::shared_ptr<Node> Node::NewRoot() {
    return std::make_shared<Node>(Private(), NodeType::Storage, std::u16string_view(u"Root Entry"),
                                  Attributes());
}

std::shared_ptr<Node> Node::BeginTransaction(std::shared_ptr<Node> base) {
    auto node = std::make_shared<Node>(Private(), base->type_, base->name_, base->attributes_);
    node->depth_ = base->depth_;
    node->base_ = std::move(base);
    return node;
}

bool Node::IsGone() const {
    if (removed_) return true;
    // The first one of a transaction has no parent, and is there as long as its base is.
    if (!hasParent_) return base_ && base_->IsGone();
    const auto parent = parent_.lock();
    return !parent || parent->IsGone();
}

bool Node::IsWithin(const Node& storage) const {
    if (this == &storage) return true;
    if (!hasParent_) return base_ && base_->IsWithin(storage);
    const auto parent = parent_.lock();
    return parent && parent->IsWithin(storage);
}

std::uint64_t Node::Size() const {
    if (content_) return content_->Size();
    return base_ ? base_->Size() : size_;
}

Content& Node::WritableContent() {
    // What was published is shared with the base.
    if (!content_ || content_.use_count() > 1) {
        auto own = std::make_shared<Content>(*SharedContent());
        // The file is only there until the outermost transaction is committed.
        if (base_ && base_->base_) own->LeaveFile();
        content_ = std::move(own);
    }
    return *content_;
}

std::shared_ptr<Content> Node::SharedContent() {
    if (content_) return content_;
    if (base_) return base_->SharedContent();
    content_ =
        reader_ ? std::make_shared<Content>(std::make_shared<FileStream>(reader_, start_, size_, isClaimed_))
                : std::make_shared<Content>();
    return content_;
}

void Node::LoadListing() {
    listing_ = reader_->ReadTree(firstChild_);
    members_.resize(listing_.size());
    isListed_ = true;
}

const std::vector<Entry>* Node::Listing() {
    if (base_) return loaded_ ? nullptr : base_->Listing();
    if (!isListed_ && reader_ && !loaded_) LoadListing();
    return isListed_ ? &listing_ : nullptr;
}

const std::shared_ptr<Node>& Node::OpenMember(std::size_t index) {
    Member& member = members_[index];
    if (!member.node) {
        member.node = Adopt(Of(listing_[index], reader_));
        member.node->isClaimed_ = member.isClaimed;
    }
    return member.node;
}

void Node::ReadMember(std::size_t index, std::span<std::uint8_t> target) {
    if (base_) return base_->ReadMember(index, target);
    const Entry& entry = listing_.at(index);
    if (entry.isTooLarge) throw Error(Problem::Corrupt, "streams are larger than the file");
    if (entry.type != EntryType::Stream || target.size() != entry.size) {
        throw Error(Problem::ReadFault, "no stream of this size");
    }
    Member& member = members_[index];
    if (member.node) {
        static_cast<void>(member.node->GetContent().Read(0, target));
        return;
    }
    FileStream(reader_, entry.start, entry.size, member.isClaimed).Read(0, target);
    member.isClaimed = true;
}

const Node::Children& Node::GetChildren() {
    if (!loaded_) LoadChildren();
    return children_;
}

void Node::LoadChildren() {
    Children children;
    if (base_) {
        for (const auto& [key, child] : base_->GetChildren()) {
            children.emplace_hint(children.end(), key, Adopt(BeginTransaction(child)));
        }
    } else if (reader_) {
        if (!isListed_) LoadListing();
        for (std::size_t i = 0; i < listing_.size(); ++i) {
            children.emplace_hint(children.end(), listing_[i].name.ToUpper(), OpenMember(i));
        }
    }
    children_ = std::move(children);
    loaded_ = true;
}

std::shared_ptr<Node> Node::Adopt(std::shared_ptr<Node> child) {
    child->parent_ = weak_from_this();
    child->hasParent_ = true;
    child->depth_ = depth_ + 1;
    if (child->depth_ > kDeepestStorage) throw Error(Problem::Corrupt, "storages are nested too deep");
    return child;
}

std::shared_ptr<Node> Node::Find(std::u16string_view name) {
    if (name.size() > kLongestName) return nullptr;
    if (!base_ && Listing()) {
        const auto isBefore = [](const Entry& entry, std::u16string_view wanted) {
            return GoesBefore(entry.name.View(), wanted);
        };
        const auto found = std::lower_bound(listing_.begin(), listing_.end(), name, isBefore);
        if (found == listing_.end() || GoesBefore(name, found->name.View())) return nullptr;
        return OpenMember(static_cast<std::size_t>(found - listing_.begin()));
    }
    const Children& children = GetChildren();
    const auto found = children.find(KeyOf(name));
    return found == children.end() ? nullptr : found->second;
}

std::shared_ptr<Node> Node::Add(std::u16string_view name, NodeType type, const Attributes& attributes) {
    static_cast<void>(GetChildren());
    auto child = Adopt(std::make_shared<Node>(Private(), type, name, attributes));
    children_.insert_or_assign(KeyOf(name), child);
    return child;
}

void Node::Remove(std::u16string_view name) {
    static_cast<void>(GetChildren());
    const auto found = children_.find(KeyOf(name));
    if (found == children_.end()) return;
    found->second->removed_ = true;
    children_.erase(found);
}

void Node::Rename(std::u16string_view from, std::u16string_view to) {
    static_cast<void>(GetChildren());
    auto moved = children_.extract(KeyOf(from));
    if (moved.empty()) return;
    moved.key() = KeyOf(to);
    moved.mapped()->name_ = to;
    children_.insert(std::move(moved));
}

void Node::Publish() {
    base_->attributes_ = attributes_;
    if (type_ == NodeType::Stream) {
        if (content_) base_->content_ = content_;
        return;
    }
    if (!loaded_) return;
    Children published;
    std::set<const Node*> kept;
    for (const auto& [key, child] : children_) {
        if (!child->base_) {
            child->base_ = base_->Adopt(
                std::make_shared<Node>(Private(), child->type_, child->name_, child->attributes_));
        }
        child->base_->name_ = child->name_;
        child->Publish();
        kept.insert(child->base_.get());
        published.emplace(key, child->base_);
    }
    for (const auto& [key, child] : base_->children_) {
        if (!kept.contains(child.get())) child->removed_ = true;
    }
    base_->children_ = std::move(published);
    base_->loaded_ = true;
    base_->isListed_ = false;
}

void Node::Revert() {
    for (const auto& [key, child] : children_) child->removed_ = true;
    children_.clear();
    loaded_ = false;
    attributes_ = base_->attributes_;
}

void Node::Rebase(std::shared_ptr<Node> base) {
    base_ = std::move(base);
    content_.reset();
    if (!loaded_) return;
    const Children& below = base_->GetChildren();
    for (const auto& [key, child] : children_) {
        const auto found = below.find(key);
        if (found == below.end()) throw Error(Problem::Corrupt, "what was written is not in the file");
        child->Rebase(found->second);
    }
}

}  // namespace mapi_msg::compound_file

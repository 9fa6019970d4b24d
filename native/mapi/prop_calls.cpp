#include "mapi/prop_calls.h"

#include <unordered_map>

#include "mapi/answers.h"
#include "mapi/extended_error.h"
#include "mapi/mapi_memory.h"
#include "mapi/stream_calls.h"
#include "mapi/tag_array.h"

namespace mapi_msg {
namespace {

// Writers store the NUL that ends a text, or leave it out.
template <typename Text>
void DropTerminator(Text& text) {
    while (!text.empty() && text.back() == 0) text.pop_back();
}

// The types of the values that GetProps left out, by property id: its error entries don't tell.
class StoredTypes {
  public:
    StoredTypes(PropHandle& object, ULONG flags) : object_(object), flags_(flags) {}

    ULONG TagOf(ULONG tag) {
        if (types_.empty()) {
            for (const ULONG stored : GetPropList(object_, flags_)) types_.emplace(PROP_ID(stored), stored);
        }
        const auto found = types_.find(PROP_ID(tag));
        return found == types_.end() ? tag : found->second;
    }

  private:
    PropHandle& object_;
    const ULONG flags_;
    std::unordered_map<ULONG, ULONG> types_;
};

bool IsTooLarge(const SPropValue& value) {
    return PROP_TYPE(value.ulPropTag) == PT_ERROR && value.Value.err == MAPI_E_NOT_ENOUGH_MEMORY;
}

}  // namespace

bool IsStreamType(ULONG type) { return type == PT_UNICODE || type == PT_STRING8 || type == PT_BINARY; }

// https://learn.microsoft.com/office/client-developer/outlook/mapi/imapiprop-getprops
PropertyData ReadLargeValue(IMAPIProp& object, const Apartment& apartment, ULONG tag,
                            const StringDecoding& decoding, std::uint64_t most) {
    ComPtr<IStream> stream;
    Check(object.OpenProperty(tag, &IID_IStream, STGM_READ, 0, reinterpret_cast<IUnknown**>(stream.Put())),
          "IMAPIProp::OpenProperty", object, apartment);
    CheckGiven(stream, "IMAPIProp::OpenProperty", L"It gave no stream.");
    Bytes bytes = ReadWholeStream(*stream, most);
    if (PROP_TYPE(tag) == PT_UNICODE) {
        std::wstring text(bytes.size() / sizeof(wchar_t), L'\0');
        std::memcpy(text.data(), bytes.data(), text.size() * sizeof(wchar_t));
        DropTerminator(text);
        return text;
    }
    if (PROP_TYPE(tag) == PT_STRING8) DropTerminator(bytes);
    if (PROP_TYPE(tag) == PT_STRING8 && !decoding.raw) {
        return DecodeString8(reinterpret_cast<const char*>(bytes.data()), bytes.size(), decoding.codePage);
    }
    return bytes;
}

PropertyRow GetProps(PropHandle& object, const GetPropsOptions& options) {
    std::optional<TagArray> tags;
    if (options.tags) tags.emplace(*options.tags);
    ULONG count = 0;
    MapiBuffer<SPropValue> values(object.OwnApartment()->OwnProvider().functions.freeBuffer);
    Check(object->GetProps(tags ? tags->Get() : nullptr, options.flags, &count, values.Put()),
          "IMAPIProp::GetProps", *object.Get(), *object.OwnApartment());
    CheckValues(tags ? tags->Get() : nullptr, values.Get(), count, "IMAPIProp::GetProps");
    StringDecoding decoding{CP_ACP, options.rawStrings};
    if (!options.rawStrings) decoding.codePage = object.CodePage();
    PropertyRow row = CopyProperties(values.Get(), count, decoding);
    StoredTypes stored(object, options.flags);
    for (std::size_t i = 0; i < row.size(); i++) {
        if (!IsTooLarge(values.Get()[i])) continue;
        ULONG tag = options.tags && i < options.tags->size() ? (*options.tags)[i] : row[i].tag;
        if (!IsStreamType(PROP_TYPE(tag))) tag = stored.TagOf(tag);
        if (IsStreamType(PROP_TYPE(tag)))
            row[i] = {tag, ReadLargeValue(*object.Get(), *object.OwnApartment(), tag, decoding)};
    }
    return row;
}

std::vector<ULONG> GetPropList(PropHandle& object, ULONG flags) {
    MapiBuffer<SPropTagArray> tags(object.OwnApartment()->OwnProvider().functions.freeBuffer);
    Check(object->GetPropList(flags, tags.Put()), "IMAPIProp::GetPropList", *object.Get(),
          *object.OwnApartment());
    CheckTags(tags.Get(), "IMAPIProp::GetPropList");
    return CopyTags(tags.Get());
}

std::shared_ptr<SessionObject> OpenProperty(const std::shared_ptr<PropHandle>& object,
                                            const OpenPropertyOptions& options) {
    const auto& apartment = object->OwnApartment();
    ComPtr<IUnknown> opened;
    Check((*object)->OpenProperty(options.tag, &options.interfaceId, options.interfaceOptions, options.flags,
                                  opened.Put()),
          "IMAPIProp::OpenProperty", *object->Get(), *apartment);
    CheckGiven(opened, "IMAPIProp::OpenProperty", L"It gave no object.");
    const auto take = [&]<typename Interface>(Interface*) {
        return ComPtr<Interface>::Adopt(static_cast<Interface*>(opened.Detach()));
    };
    if (options.interfaceId == IID_IMessage) {
        return OpenObject<MessageHandle>(apartment, object, take(static_cast<IMessage*>(nullptr)),
                                         OpenedStorage());
    }
    if (options.interfaceId == IID_IStorage) {
        return OpenObject<StorageHandle>(apartment, object,
                                         OpenedStorage{take(static_cast<IStorage*>(nullptr))});
    }
    if (options.interfaceId == IID_IMAPITable) {
        return OpenObject<TableHandle>(ObjectKind::Table, apartment, object,
                                       take(static_cast<IMAPITable*>(nullptr)));
    }
    if (options.interfaceId == IID_IStream || options.interfaceId == IID_IStreamDocfile) {
        return OpenObject<StreamHandle>(ObjectKind::Stream, apartment, object,
                                        take(static_cast<IStream*>(nullptr)));
    }
    throw MapiFailure{MAPI_E_INTERFACE_NOT_SUPPORTED, "IMAPIProp::OpenProperty"};
}

std::vector<ULONG> GetAttributes(PropHandle& object, const std::vector<ULONG>& tags) {
    const MapiFunctions& functions = object.OwnApartment()->OwnProvider().functions;
    if (!functions.getAttribIMsgOnIStg) throw MapiFailure{MAPI_E_NO_SUPPORT, "GetAttribIMsgOnIStg"};
    TagArray wanted(tags);
    MapiBuffer<SPropAttrArray> attributes(functions.freeBuffer);
    Check(functions.getAttribIMsgOnIStg(object.Get(), wanted.Get(), attributes.Put()), "GetAttribIMsgOnIStg");
    CheckAnswer(attributes && attributes->cValues == tags.size(), "GetAttribIMsgOnIStg",
                L"It gave another number of attributes than was asked for.");
    return std::vector<ULONG>(attributes->aPropAttr, attributes->aPropAttr + attributes->cValues);
}

}  // namespace mapi_msg

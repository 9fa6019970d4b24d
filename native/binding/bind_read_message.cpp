#include <cstring>

#include "binding/arguments.h"
#include "binding/bindings.h"
#include "binding/operation.h"
#include "binding/storage_source.h"
#include "binding/values.h"
#include "mapi/read_message.h"

namespace mapi_msg {
namespace {

using Details = std::shared_ptr<const MessageDetails>;

constexpr napi_type_tag kDetailsTag = {0x6d6170692d6d7367, 0x64657461696c0001};

// From what makeMessageDetails gave; undefined for none.
Details ReadDetails(const Napi::Value& value) {
    if (value.IsUndefined()) return nullptr;
    if (value.IsExternal()) {
        const auto external = value.As<Napi::External<Details>>();
        if (external.CheckTypeTag(&kDetailsTag)) return *external.Data();
    }
    throw Napi::TypeError::New(value.Env(), "These are no details of messages.");
}

std::vector<std::wstring> ReadStrings(const Napi::Value& value) {
    const auto array = value.As<Napi::Array>();
    std::vector<std::wstring> strings;
    for (std::uint32_t i = 0; i < array.Length(); i++) strings.push_back(ReadString(array.Get(i)));
    return strings;
}

// ([{ classes, tags, names }]) -> an opaque value: to take them apart for each message takes long.
Napi::Value MakeMessageDetails(const Napi::CallbackInfo& info) {
    const auto array = info[0].As<Napi::Array>();
    auto details = std::make_shared<MessageDetails>();
    ULONG count = 0;
    for (std::uint32_t i = 0; i < array.Length(); i++) {
        const auto object = array.Get(i).As<Napi::Object>();
        details->groups.push_back({ReadStrings(object.Get("classes")), ReadNumbers(object.Get("tags")),
                                   ReadNames(object.Get("names")), count});
        count += static_cast<ULONG>(details->groups.back().names.size());
    }
    auto box = std::make_unique<Details>(std::move(details));
    const auto value = Napi::External<Details>::New(
        info.Env(), box.get(), [](Napi::BasicEnv, Details* owned) { std::unique_ptr<Details> owner(owned); });
    static_cast<void>(box.release());
    value.TypeTag(&kDetailsTag);
    return value;
}

// From a Uint32Array; null for all properties, undefined for none.
WantedProperties ReadWanted(const Napi::Value& value) {
    if (value.IsUndefined()) return {};
    if (value.IsNull()) return {WantedProperties::Extent::All};
    return {WantedProperties::Extent::Tags, ReadNumbers(value)};
}

// From { depth, rows, bytes }, each undefined for the usual.
ReadLimits ReadLimitsOf(const Napi::Value& value) {
    ReadLimits limits;
    if (value.IsUndefined()) return limits;
    const auto object = value.As<Napi::Object>();
    const auto read = [&object]<typename Limit>(const char* name, Limit& limit) {
        const Napi::Value given = object.Get(name);
        if (given.IsNumber()) limit = static_cast<Limit>(given.As<Napi::Number>().Int64Value());
    };
    read("depth", limits.depth);
    read("rows", limits.rows);
    read("bytes", limits.bytes);
    return limits;
}

ReadMessageOptions ReadOptions(const Napi::Value& value) {
    const auto object = value.As<Napi::Object>();
    ReadMessageOptions options;
    options.message = ReadWanted(object.Get("message"));
    options.recipients = ReadWanted(object.Get("recipients"));
    options.attachments = ReadWanted(object.Get("attachments"));
    options.contents = ReadBoolean(object.Get("contents"));
    options.nested = ReadBoolean(object.Get("nested"));
    options.rtf = ReadBoolean(object.Get("rtf"));
    options.rtfWithoutHtml = ReadBoolean(object.Get("rtfWithoutHtml"));
    options.rtfWithoutText = ReadBoolean(object.Get("rtfWithoutText"));
    options.names = ReadBoolean(object.Get("names"));
    options.details = ReadDetails(object.Get("details"));
    options.limits = ReadLimitsOf(object.Get("limits"));
    return options;
}

// One block of memory for words and bytes: each costs a call and an object.
Napi::Value PackToValue(Buffers& buffers, const MessagePack& pack) {
    const Napi::Env env = buffers.Env();
    const std::size_t wordsSize = pack.words.size() * sizeof(std::uint32_t);
    Napi::ArrayBuffer memory = Napi::ArrayBuffer::New(env, wordsSize + pack.bytes.size());
    auto* const target = static_cast<std::uint8_t*>(memory.Data());
    std::memcpy(target, pack.words.data(), wordsSize);
    if (!pack.bytes.empty()) std::memcpy(target + wordsSize, pack.bytes.data(), pack.bytes.size());
    Napi::Array large = Napi::Array::New(env, pack.large.size());
    for (std::size_t i = 0; i < pack.large.size(); i++) {
        const auto* const bytes = std::get_if<Bytes>(&pack.large[i]);
        large.Set(static_cast<std::uint32_t>(i),
                  bytes ? buffers.Make(*bytes) : ToValue(env, std::get<std::wstring>(pack.large[i])));
    }
    Napi::Array value = Napi::Array::New(env, 4);
    value.Set(0u, memory);
    value.Set(1u, Napi::Number::New(env, static_cast<double>(pack.words.size())));
    value.Set(2u, ToValue(env, pack.text));
    value.Set(3u, large);
    return value;
}

// (session, source, options, whether the caller makes one call at a time) -> [memory, number of words at its
// start, text, large values]
Napi::Value ReadWholeMessage(const Napi::CallbackInfo& info) {
    const auto session = ReadSession(info[0]);
    return Enqueue(
        info.Env(), session,
        [session, source = ReadStorageSource(info[1]), options = ReadOptions(info[2])] {
            const Apartment& apartment = *session->OwnApartment();
            return ReadMessage(apartment, session->Get(), source.Open(apartment.OwnProvider()).storage,
                               options);
        },
        PackToValue, ReadBoolean(info[3]) ? Waiting::WatchIfIdle : Waiting::ByEventLoop);
}

// (how many sessions are to answer): waits very shortly, and settles the promises of what came.
Napi::Value AwaitAnswers(const Napi::CallbackInfo& info) {
    const auto loop = Environment::Of(info.Env()).Loop();
    if (ReadNumber(info[0]) > 1) {
        loop->AwaitSome(info.Env());
    } else {
        loop->WatchForAny(info.Env());
    }
    return info.Env().Undefined();
}

// (): before readMessage by callers that make one call at a time, and before awaitAnswers, once in a turn of
// the event loop.
Napi::Value BeginTurn(const Napi::CallbackInfo& info) {
    Environment::Of(info.Env()).Loop()->BeginTurn();
    return info.Env().Undefined();
}

// (): in the next turn.
Napi::Value EndTurn(const Napi::CallbackInfo& info) {
    Environment::Of(info.Env()).Loop()->EndTurn(info.Env());
    return info.Env().Undefined();
}

}  // namespace

void BindReadMessage(Napi::Object exports) {
    BindFunction<ReadWholeMessage>(exports, "readMessage");
    BindFunction<MakeMessageDetails>(exports, "makeMessageDetails");
    BindFunction<AwaitAnswers>(exports, "awaitAnswers");
    BindFunction<BeginTurn>(exports, "beginTurn");
    BindFunction<EndTurn>(exports, "endTurn");
}

}  // namespace mapi_msg

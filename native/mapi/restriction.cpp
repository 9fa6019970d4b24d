#include "mapi/restriction.h"

#include "mapi/failure.h"

namespace mapi_msg {

void EncodeStrings(Restriction& restriction, UINT codePage) {
    EncodeStrings(restriction.values, codePage);
    for (auto& child : restriction.children) EncodeStrings(child, codePage);
}

SRestriction RestrictionBuilder::Build(const Restriction& node) {
    SRestriction built = {};
    built.rt = node.kind;
    switch (node.kind) {
        case RES_AND:
        case RES_OR:
            built.res.resAnd = {static_cast<ULONG>(node.children.size()), BuildChildren(node)};
            return built;
        case RES_NOT:
            built.res.resNot = {0, BuildChildren(node)};
            return built;
        case RES_CONTENT:
            built.res.resContent = {node.how, node.tag, BuildValues(node)};
            return built;
        case RES_PROPERTY:
            built.res.resProperty = {node.how, node.tag, BuildValues(node)};
            return built;
        case RES_COMPAREPROPS:
            built.res.resCompareProps = {node.how, node.tag, node.operand};
            return built;
        case RES_BITMASK:
            built.res.resBitMask = {node.how, node.tag, node.operand};
            return built;
        case RES_SIZE:
            built.res.resSize = {node.how, node.tag, node.operand};
            return built;
        case RES_EXIST:
            built.res.resExist = {0, node.tag, 0};
            return built;
        case RES_SUBRESTRICTION:
            built.res.resSub = {node.tag, BuildChildren(node)};
            return built;
        case RES_COMMENT:
            built.res.resComment = {static_cast<ULONG>(node.values.size()), BuildChildren(node),
                                    BuildValues(node)};
            return built;
        default:
            throw MapiFailure{MAPI_E_TOO_COMPLEX, "SRestriction"};
    }
}

SRestriction* RestrictionBuilder::BuildChildren(const Restriction& node) {
    std::vector<SRestriction> built;
    built.reserve(node.children.size());
    for (const auto& child : node.children) built.push_back(Build(child));
    return children_.emplace_back(std::move(built)).data();
}

SPropValue* RestrictionBuilder::BuildValues(const Restriction& node) {
    return values_.emplace_back(node.values).Get();
}

}  // namespace mapi_msg

#include "mapi/prop_write_calls.h"

#include "mapi/answers.h"
#include "mapi/encode_strings.h"
#include "mapi/extended_error.h"
#include "mapi/mapi_memory.h"
#include "mapi/property_array.h"
#include "mapi/tag_array.h"

namespace mapi_msg {

PropertyProblems TakeProblems(HRESULT result, const SPropProblemArray* problems, ULONG most,
                              const char* method, PropHandle& object) {
    if (FAILED(result)) Check(result, method, *object.Get(), *object.OwnApartment());
    CheckProblems(result, problems, most, method);
    PropertyProblems copies;
    if (!problems) return copies;
    copies.reserve(problems->cProblem);
    for (ULONG i = 0; i < problems->cProblem; i++) {
        const SPropProblem& problem = problems->aProblem[i];
        copies.push_back({problem.ulIndex, problem.ulPropTag, problem.scode});
    }
    return copies;
}

PropertyProblems SetProps(PropHandle& object, PropertyRow values) {
    if (values.empty()) return {};
    EncodeStringsWithoutLoss(values, object);
    PropertyArray array(values);
    MapiBuffer<SPropProblemArray> problems(object.OwnApartment()->OwnProvider().functions.freeBuffer);
    const HRESULT result = object->SetProps(array.Count(), array.Get(), problems.Put());
    object.ForgetCodePage();
    return TakeProblems(result, problems.Get(), array.Count(), "IMAPIProp::SetProps", object);
}

PropertyProblems DeleteProps(PropHandle& object, const std::vector<ULONG>& tags) {
    if (tags.empty()) return {};
    TagArray array(tags);
    MapiBuffer<SPropProblemArray> problems(object.OwnApartment()->OwnProvider().functions.freeBuffer);
    const HRESULT result = object->DeleteProps(array.Get(), problems.Put());
    object.ForgetCodePage();
    return TakeProblems(result, problems.Get(), array.Get()->cValues, "IMAPIProp::DeleteProps", object);
}

void SaveChanges(PropHandle& object, ULONG flags) {
    Check(object->SaveChanges(flags), "IMAPIProp::SaveChanges", *object.Get(), *object.OwnApartment());
}

PropertyProblems SetAttributes(PropHandle& object, const std::vector<ULONG>& tags,
                               const std::vector<ULONG>& attributes) {
    const MapiFunctions& functions = object.OwnApartment()->OwnProvider().functions;
    if (!functions.setAttribIMsgOnIStg) throw MapiFailure{MAPI_E_NO_SUPPORT, "SetAttribIMsgOnIStg"};
    if (tags.empty()) return {};
    // An SPropAttrArray is laid out as an SPropTagArray.
    static_assert(offsetof(SPropAttrArray, aPropAttr) == offsetof(SPropTagArray, aulPropTag));
    TagArray wanted(tags);
    TagArray given(attributes);
    MapiBuffer<SPropProblemArray> problems(functions.freeBuffer);
    const HRESULT result = functions.setAttribIMsgOnIStg(
        object.Get(), wanted.Get(), reinterpret_cast<SPropAttrArray*>(given.Get()), problems.Put());
    if (FAILED(result)) throw MapiFailure{result, "SetAttribIMsgOnIStg"};
    return TakeProblems(result, problems.Get(), wanted.Get()->cValues, "SetAttribIMsgOnIStg", object);
}

}  // namespace mapi_msg

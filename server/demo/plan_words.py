"""What invented people wrote into their plans. Every name and number is made up; 555-01xx rings nowhere."""

from server.aftercare.routes import (
    Afterwards,
    Coping,
    PersonToAsk,
    PlanContent,
    Professional,
    SafetySteps,
    StayingWell,
)

CRISIS_LINE = Professional(name="988 Suicide & Crisis Lifeline", note="Call or text, day and night", phone="988")
CRISIS_LINE_ES = Professional(name="Línea 988", note="Llama y oprime 2 para español, de día y de noche", phone="988")
CLINIC = Professional(name="Harbor House", note="Ask for Dana or Ben", phone="(555) 555-0100")
CLINIC_ES = Professional(name="Harbor House", note="Pregunta por Dana", phone="(555) 555-0100")
RIDE = Coping(text="Ride it out for a few minutes", exercise="ride-the-urge")
BREATHE = Coping(text="Breathe slowly by the window", exercise="slow-breathing")
SENSES = Coping(text="Name what I see and hear", exercise="five-senses")

OMAR = PlanContent(
    safety=SafetySteps(
        warning_signs=["I stop answering messages.", "I count money.", "I sleep in my clothes."],
        on_my_own=[Coping(text="Walk to the river and back", exercise=None), RIDE],
        distractions=["The library, open until 9", "Basketball on Thursdays"],
        people=[
            PersonToAsk(name="Leila", relation="sister", phone="(555) 555-0121"),
            PersonToAsk(name="Marcus", relation="sponsor", phone="(555) 555-0122"),
        ],
        professionals=[CLINIC, CRISIS_LINE],
        safer=["My brother keeps my pills and gives me a week's worth.", "Naloxone is in the kitchen drawer."],
    ),
    staying_well=StayingWell(
        reasons=["Saturday mornings with Mia.", "Keeping the job I moved for."],
        triggers=["Payday", "Being home alone after nine", "A call from the old crew"],
        early_signs=["I skip breakfast.", "I say “I'm fine” a lot."],
        coping=[RIDE, SENSES, Coping(text="Text Marcus one word", exercise=None)],
        routine=["Bed at eleven, up at seven", "Eat before four", "A walk after work"],
        at_first_sign=["Call Marcus before I decide anything.", "Go where people are."],
        after_lapse=["Tell Dana the same day.", "It is information, not the end. Go to the next group."],
    ),
    afterwards=Afterwards(
        appointment="Dr. Hale, first Monday of the month, 10:00",
        support=["Social support, Wednesdays, by video", "A meeting near work on Saturdays"],
        review_on=None,
    ),
)
HANA = PlanContent(
    safety=SafetySteps(
        warning_signs=["I cancel on friends twice in a week.", "I can't stop cleaning."],
        on_my_own=[BREATHE, Coping(text="Feed the neighbor's cat", exercise=None)],
        distractions=["The pool", "The bakery on the corner"],
        people=[PersonToAsk(name="Yuki", relation="friend", phone="(555) 555-0123")],
        professionals=[CLINIC, CRISIS_LINE],
        safer=["No wine in the house. Guests know."],
    ),
    staying_well=StayingWell(
        reasons=["I like who I am in the morning.", "Singing again."],
        triggers=["Work dinners", "Sunday evenings"],
        early_signs=["I rehearse excuses.", "I stop singing."],
        coping=[BREATHE, Coping(text="Order first, something with ginger", exercise=None)],
        routine=["Pool on Tuesdays", "Choir on Thursdays"],
        at_first_sign=["Tell Yuki out loud."],
        after_lapse=["Pour out what is left.", "Call Harbor House when it opens."],
    ),
    afterwards=Afterwards(
        appointment="Counselor near home, every other Tuesday",
        support=["Social support on Wednesdays", "Choir"],
        review_on=None,
    ),
)
NINA = PlanContent(
    safety=SafetySteps(
        warning_signs=["I drive past my old street.", "Everything feels loud."],
        on_my_own=[SENSES, RIDE],
        distractions=["My aunt's garden"],
        people=[PersonToAsk(name="Aunt Bea", relation="aunt", phone="(555) 555-0124")],
        professionals=[CLINIC, CRISIS_LINE],
        safer=["Medicine stays in the locked box at Bea's."],
    ),
    staying_well=StayingWell(
        reasons=["My daughter's school play in spring."],
        triggers=["Arguments on the phone", "Long weekends"],
        early_signs=["I leave dishes for days."],
        coping=[Coping(text="Play the tape to tomorrow morning", exercise="play-the-tape-through"), SENSES],
        routine=["School run at eight", "Lights out at ten"],
        at_first_sign=["Go to Bea's, with the car keys in her hand."],
        after_lapse=["Tell Dana. Come to group anyway."],
    ),
    afterwards=Afterwards(appointment="", support=["Family evening with Bea"], review_on=None),
)
CASEY = PlanContent(
    safety=SafetySteps(
        warning_signs=["I stop opening mail.", "I pick fights."],
        on_my_own=[Coping(text="Ask what I need: food, calm, people, sleep", exercise="halt"), BREATHE],
        distractions=["The climbing hall", "My dad's workshop"],
        people=[
            PersonToAsk(name="Dad", relation="father", phone="(555) 555-0125"),
            PersonToAsk(name="Robin", relation="friend", phone="(555) 555-0126"),
        ],
        professionals=[CLINIC, CRISIS_LINE],
        safer=["Dad keeps the key to the cabinet."],
    ),
    staying_well=StayingWell(
        reasons=["My apprenticeship.", "Being someone Robin can count on."],
        triggers=["Friday after work", "The parking lot behind the store"],
        early_signs=["I eat standing up.", "I stay late for no reason."],
        coping=[RIDE, Coping(text="Ask what I need", exercise="halt")],
        routine=["Climb on Fridays, right after work", "Cook on Sundays"],
        at_first_sign=["Call Dad. Say the word we agreed on."],
        after_lapse=["Sleep first. Then call Dana."],
    ),
    afterwards=Afterwards(
        appointment="Outpatient counselor, two weeks after my last group",
        support=["Social support on Wednesdays", "Climbing with Robin"],
        review_on=None,
    ),
)
ELI = PlanContent(
    safety=SafetySteps(
        warning_signs=["I stay in bed past noon."],
        on_my_own=[BREATHE],
        distractions=["The dog park"],
        people=[PersonToAsk(name="Sol", relation="brother", phone="(555) 555-0127")],
        professionals=[CLINIC, CRISIS_LINE],
        safer=["Sol has my second set of keys."],
    ),
    staying_well=StayingWell(
        reasons=["The dog needs me steady.", "My license back in the fall."],
        triggers=["Rainy weekends", "Old photos"],
        early_signs=["I stop shaving."],
        coping=[RIDE, BREATHE],
        routine=["Dog out at seven", "Morning group"],
        at_first_sign=["Leave the house with the dog."],
        after_lapse=["Tell Ben. Keep the next appointment."],
    ),
    afterwards=Afterwards(appointment="", support=["Social support on Wednesdays"], review_on=None),
)
ROSA = PlanContent(
    safety=SafetySteps(
        warning_signs=["Dejo de contestar el teléfono.", "No tengo hambre."],
        on_my_own=[
            Coping(text="Respirar despacio en el patio", exercise="slow-breathing"),
            Coping(text="Nombrar lo que veo y oigo", exercise="five-senses"),
        ],
        distractions=["La biblioteca", "La cocina de mi comadre"],
        people=[PersonToAsk(name="Carmen", relation="comadre", phone="(555) 555-0128")],
        professionals=[CLINIC_ES, CRISIS_LINE_ES],
        safer=["Mi esposo guarda las medicinas con llave."],
    ),
    staying_well=StayingWell(
        reasons=["Mis nietos.", "Dormir en paz."],
        triggers=["Las fiestas de la familia", "Los domingos por la tarde"],
        early_signs=["Pongo pretextos para no ir al grupo."],
        coping=[Coping(text="Dejar que pase la ola", exercise="ride-the-urge")],
        routine=["Caminar después de cenar", "Acostarme a las diez"],
        at_first_sign=["Llamar a Carmen antes de decidir nada."],
        after_lapse=["Decírselo a Dana el mismo día.", "Volver al grupo, sin vergüenza."],
    ),
    afterwards=Afterwards(
        appointment="Consejera de la clínica del barrio, cada dos martes",
        support=["Grupo de apoyo los miércoles", "Mi iglesia"],
        review_on=None,
    ),
)
MAYA = PlanContent(
    safety=SafetySteps(
        warning_signs=["I stop eating lunch."],
        on_my_own=[RIDE],
        distractions=[],
        people=[PersonToAsk(name="Jess", relation="roommate", phone="(555) 555-0129")],
        professionals=[CLINIC, CRISIS_LINE],
        safer=[],
    ),
    staying_well=StayingWell(
        reasons=["Finishing school."],
        triggers=["Payday", "Being home alone"],
        early_signs=[],
        coping=[RIDE],
        routine=[],
        at_first_sign=[],
        after_lapse=[],
    ),
    afterwards=Afterwards(appointment="", support=[], review_on=None),
)
LUIS = PlanContent(
    safety=SafetySteps(
        warning_signs=["Busco a los amigos de antes."],
        on_my_own=[Coping(text="Pensar la historia hasta mañana", exercise="play-the-tape-through")],
        distractions=["El taller de mi primo"],
        people=[],
        professionals=[CLINIC_ES, CRISIS_LINE_ES],
        safer=[],
    ),
    staying_well=StayingWell(
        reasons=["Mi hija."],
        triggers=["Las fiestas"],
        early_signs=[],
        coping=[],
        routine=[],
        at_first_sign=[],
        after_lapse=[],
    ),
    afterwards=Afterwards(appointment="", support=[], review_on=None),
)

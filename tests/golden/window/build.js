window.showcaseWindow={"build": "b8b69429cc15", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};

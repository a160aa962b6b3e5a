window.showcaseWindow={"build": "bd162ef2f80c", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
